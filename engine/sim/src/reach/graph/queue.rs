//! A monotone priority queue of whole numbers (radix heap, Ahuja et al. 1990).

/// Yields entries by rising key; a key may never be below the last one taken out.
#[derive(Debug)]
pub(super) struct RadixQueue {
    /// Bucket `b` holds keys whose highest bit that differs from `last` is bit `b − 1`.
    buckets: [Vec<(u32, u32)>; 33],
    last: u32,
}

impl RadixQueue {
    pub(super) fn new() -> Self {
        Self { buckets: std::array::from_fn(|_| Vec::new()), last: 0 }
    }

    /// Forgets everything, but keeps the memory.
    pub(super) fn clear(&mut self) {
        self.buckets.iter_mut().for_each(Vec::clear);
        self.last = 0;
    }

    pub(super) fn push(&mut self, key: u32, value: u32) {
        self.buckets[bucket(key, self.last)].push((key, value));
    }

    /// Takes out an entry with the smallest key.
    pub(super) fn pop(&mut self) -> Option<(u32, u32)> {
        if self.buckets[0].is_empty() {
            let full = self.buckets.iter().position(|bucket| !bucket.is_empty())?;
            let mut entries = std::mem::take(&mut self.buckets[full]);
            self.last = entries.iter().map(|(key, _)| *key).min()?;
            for (key, value) in entries.drain(..) {
                self.buckets[bucket(key, self.last)].push((key, value));
            }
            // The emptied list is kept for later entries.
            self.buckets[full] = entries;
        }
        self.buckets[0].pop()
    }
}

fn bucket(key: u32, last: u32) -> usize {
    (u32::BITS - (key ^ last).leading_zeros()) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn entries_come_out_by_rising_key(steps in prop::collection::vec((0_u32..5000, prop::bool::ANY), 0..300)) {
            let mut queue = RadixQueue::new();
            let mut held = Vec::new();
            let mut last = 0;
            for (i, (more, take)) in steps.into_iter().enumerate() {
                queue.push(last + more, i as u32);
                held.push(last + more);
                if take {
                    let (key, _) = queue.pop().unwrap_or_default();
                    held.sort_unstable();
                    prop_assert_eq!(key, held.remove(0));
                    last = key;
                }
            }
        }
    }
}
