//! `convert`: another protocol, other class names, without needless memo entries, or as JSON and back.

use pyvm_pickle::graph::Builder;
use pyvm_pickle::wire::genops::genops;
use pyvm_pickle::wire::optimize;
use pyvm_pickle::{Graph, Node};
use std::io::Write;

use super::input::Input;
use super::{Options, graph, json, print};

pub(super) fn run(input: &Input, options: &Options) -> Result<i32, String> {
    // None of these is an opcode.
    let is_json = input.data.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|b| b"{[\"".contains(b));
    let mut graph = if is_json { json::read(&input.data)? } else { graph(input)? };
    if !options.rename.is_empty() {
        graph = renamed(&graph, &options.rename)?;
    }
    if options.to.as_deref() == Some("json") {
        let text = format!("{}\n", json::write(&graph)?);
        return match &options.output {
            Some(file) => write(file, text.as_bytes()),
            None => {
                print(&text);
                Ok(0)
            }
        };
    }
    let protocol = match options.protocol {
        Some(protocol) => protocol,
        None if is_json => 4,
        None => protocol_of(&input.data),
    };
    let mut data = graph.to_vec(protocol).map_err(|e| e.to_string())?;
    if options.optimize {
        data = optimize::optimize(&data).map_err(|e| e.message)?;
    }
    match &options.output {
        Some(file) => write(file, &data),
        None => std::io::stdout().lock().write_all(&data).map(|()| 0).map_err(|e| e.to_string()),
    }
}

fn write(file: &str, data: &[u8]) -> Result<i32, String> {
    std::fs::write(file, data).map(|()| 0).map_err(|e| format!("{file}: {e}"))
}

/// The protocol that a pickle was written with: what `PROTO` names, else 0, or 1 where binary opcodes stand.
pub(super) fn protocol_of(data: &[u8]) -> u8 {
    if let [0x80, protocol, ..] = data {
        return *protocol;
    }
    u8::from(genops(data).filter_map(Result::ok).any(|step| step.code.info().protocol > 0))
}

/// The graph with other names: `old.module.Class` or a whole `old.module`.
fn renamed(graph: &Graph, names: &[(String, String)]) -> Result<Graph, String> {
    let mut builder = Builder::default();
    for (_, node) in graph.nodes() {
        builder.add(node.clone()).ok_or("too many nodes")?;
    }
    for (id, _) in graph.nodes() {
        let Some((module, name)) = graph.global(id) else { continue };
        let whole = format!("{module}.{name}");
        for (old, new) in names {
            let (new_module, new_name) = if *old == whole {
                new.rsplit_once('.').ok_or_else(|| format!("--rename: {new} names no module"))?
            } else if old == module {
                (new.as_str(), name)
            } else {
                continue;
            };
            let module = builder.add(Node::Str(new_module.into())).ok_or("too many nodes")?;
            let name = builder.add(Node::Str(new_name.into())).ok_or("too many nodes")?;
            builder.set(id, Node::Global { module, name });
            break;
        }
    }
    Ok(builder.finish(graph.root()))
}
