//! Traces through utility networks: upstream, downstream, to the valves, what a closure cuts off.

mod answer;
mod closure;
mod flow;
mod graph;

#[cfg(test)]
mod tests;

pub use answer::{TraceAnswer, TraceWay, trace_element};
pub use closure::{Closure, closure, nearest_valves};
pub use flow::{Traced, downstream, upstream};
pub use graph::{TraceError, TraceLine, TraceNode, UtilityGraph};
