//! Values at the beginning of bytes, which then begin behind them: each is there as a whole or not at all.

/// So many bytes.
pub fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

/// As many bytes as the type says.
pub fn array<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*taken)
}

/// A byte.
pub fn byte(bytes: &mut &[u8]) -> Option<u8> {
    let [byte] = array(bytes)?;
    Some(byte)
}

/// A whole number in groups of seven bits, the lowest first, as Protocol Buffers and Thrift write it.
pub fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut found = 0_u64;
    for shift in (0..u64::BITS).step_by(7) {
        let next = byte(bytes)?;
        found |= u64::from(next & 0x7f) << shift;
        if next & 0x80 == 0 {
            return Some(found);
        }
    }
    None
}

/// A signed number from one whose lowest bit is its sign.
pub fn zigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_what_is_cut_off_is_none() {
        let mut bytes = &[0xac, 0x02, 0x7f, 1, 2, 3][..];
        assert_eq!(varint(&mut bytes), Some(300));
        assert_eq!(varint(&mut bytes), Some(127));
        assert_eq!(array(&mut bytes), Some([1, 2]));
        assert_eq!(take(&mut bytes, 2), None);
        assert_eq!((take(&mut bytes, 1), byte(&mut bytes)), (Some(&[3][..]), None));
        let mut longest = &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01][..];
        assert_eq!(varint(&mut longest), Some(u64::MAX));
        assert_eq!(varint(&mut &[0x80; 11][..]), None, "no number is longer than ten bytes");
        assert_eq!(varint(&mut &[0x80][..]), None);
    }

    #[test]
    fn the_lowest_bit_is_the_sign() {
        for (raw, wanted) in [(0, 0), (1, -1), (2, 1), (u64::MAX, i64::MIN), (u64::MAX - 1, i64::MAX)] {
            assert_eq!(zigzag(raw), wanted);
        }
    }
}
