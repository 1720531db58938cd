//! Arrays and tensors among stand-ins: as many bytes as shape and type ask for, and no element outside of the storage.

use crate::graph::{Graph, Instance, Node, NodeId};

/// What is wrong with an array of NumPy or a tensor of PyTorch; nothing with other things.
pub(super) fn objection(graph: &Graph, instance: &Instance) -> Option<String> {
    let (module, name) = graph.global(instance.class)?;
    let is_sound = match (module, name) {
        ("numpy.core.multiarray" | "numpy._core.multiarray", "_reconstruct") => array(graph, instance),
        ("numpy.core.multiarray" | "numpy._core.multiarray", "scalar") => scalar(graph, instance),
        ("numpy.core.numeric" | "numpy._core.numeric", "_frombuffer") => buffer(graph, instance),
        ("torch._utils", "_rebuild_tensor" | "_rebuild_tensor_v2") => tensor(graph, instance),
        _ => Some(true),
    };
    match is_sound {
        Some(true) => None,
        _ if module.starts_with("torch") => Some("tensor that does not lie in its storage".to_owned()),
        _ => Some("array whose shape and type ask for other bytes".to_owned()),
    }
}

/// `_reconstruct(type, shape, code)`, whose shape is empty, and a state with the real one.
fn array(graph: &Graph, instance: &Instance) -> Option<bool> {
    let [_, first, _] = graph.tuple(instance.args) else { return None };
    if count(graph, *first)? != 0 {
        return None;
    }
    match instance.state.map(|state| graph.tuple(state)) {
        None => Some(true),
        Some([_, shape, dtype, _, data] | [shape, dtype, _, data]) => holds(graph, *shape, *dtype, *data),
        Some(_) => None,
    }
}

fn scalar(graph: &Graph, instance: &Instance) -> Option<bool> {
    match graph.tuple(instance.args) {
        [dtype, data] => match graph.item_size(*dtype) {
            Some(size) => Some(size == graph.raw_bytes(*data)?.len()),
            // An object is there itself.
            None => Some(graph.holds_objects(*dtype)),
        },
        _ => None,
    }
}

fn buffer(graph: &Graph, instance: &Instance) -> Option<bool> {
    let [data, dtype, shape, _] = graph.tuple(instance.args) else { return None };
    holds(graph, *shape, *dtype, *data)
}

fn holds(graph: &Graph, shape: NodeId, dtype: NodeId, data: NodeId) -> Option<bool> {
    let count = count(graph, shape)?;
    match graph.node(data) {
        Node::List(items) => Some(graph.holds_objects(dtype) && items.len() == count),
        // Its length is known to those who give the buffers.
        Node::Buffer { .. } => Some(true),
        _ => Some(graph.item_size(dtype)?.checked_mul(count)? == graph.raw_bytes(data)?.len()),
    }
}

/// How many elements a shape has.
fn count(graph: &Graph, shape: NodeId) -> Option<usize> {
    lengths(graph, shape)?.into_iter().try_fold(1_usize, |all, n| all.checked_mul(n))
}

fn lengths(graph: &Graph, shape: NodeId) -> Option<Vec<usize>> {
    let Node::Tuple(items) = graph.node(shape) else { return None };
    items.iter().map(|id| length(graph, *id)).collect()
}

fn length(graph: &Graph, id: NodeId) -> Option<usize> {
    match graph.node(id) {
        Node::Int(n) => usize::try_from(*n).ok(),
        _ => None,
    }
}

/// `_rebuild_tensor_v2(storage, offset, size, stride, ...)` of a storage that its persistent id describes:
/// `("storage", type, key, place, elements)`.
fn tensor(graph: &Graph, instance: &Instance) -> Option<bool> {
    let [storage, offset, size, stride, ..] = graph.tuple(instance.args) else { return None };
    let Node::Persistent(id) = graph.node(*storage) else { return None };
    let [_, _, _, _, elements, ..] = graph.tuple(*id) else { return None };
    let (size, stride) = (lengths(graph, *size)?, lengths(graph, *stride)?);
    if size.len() != stride.len() {
        return None;
    }
    if size.contains(&0) {
        return Some(true);
    }
    let steps = size.iter().zip(stride).map(|(n, step)| n.checked_sub(1)?.checked_mul(step));
    let mut last = length(graph, *offset)?;
    for step in steps {
        last = last.checked_add(step?)?;
    }
    Some(last < length(graph, *elements)?)
}
