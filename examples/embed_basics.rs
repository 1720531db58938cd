//! A Rust program that runs Python: values in and out, callbacks, errors, captured output, limits, pickles.

use std::collections::BTreeMap;
use std::time::Duration;

use pyvm::{Limits, Obj, Vm, args};

const PLUGIN: &str = "
class Order:
    def __init__(self, item, count):
        self.item, self.count = item, count

def price(order, *, discount=0.0):
    return round(catalog.look_up(order.item) * order.count * (1 - discount), 2)
";

fn main() -> pyvm::Result<()> {
    let vm = Vm::builder().limits(Limits { time: Some(Duration::from_secs(5)), ..Limits::default() }).build();

    // What Python may call: a module of Rust functions.
    vm.add_module("catalog", |m| {
        let prices = BTreeMap::from([("tea", 2.5), ("coffee", 4.0)]);
        m.def("look_up(item)", move |item: String| {
            prices.get(item.as_str()).copied().ok_or_else(|| pyvm::Error::new("KeyError", item))
        });
    })?;

    // A plugin of the program's, importable under its own name.
    vm.add_source("plugin", format!("import catalog\n{PLUGIN}"))?;
    let plugin = vm.import("plugin")?;

    // Objects are owned handles; results convert to what is asked for.
    let order: Obj = plugin.call_method("Order", ("tea", 4))?;
    let total: f64 = plugin.call_method("price", args!(&order, discount = 0.1))?;
    println!("total: {total}");

    // Errors are plain data and carry Python's traceback.
    let unknown: Obj = plugin.call_method("Order", ("milk", 1))?;
    if let Err(error) = plugin.call_method::<f64>("price", (&unknown,)) {
        println!("{} ({})", error, error.class_name());
        print!("{}", error.report());
    }

    // What a script prints can be kept.
    vm.set("order", &order)?;
    let (result, output) = vm.capture(|vm| vm.exec("print(order.item, 'x', order.count)"));
    result?;
    println!("captured: {}", output.stdout.trim_end());

    // Pickles are CPython's.
    let data = vm.dumps(&order)?;
    let again: Obj = vm.loads(&data)?;
    println!(
        "{} bytes hold {} {}",
        data.len(),
        again.getattr::<u32>("count")?,
        again.getattr::<String>("item")?
    );
    Ok(())
}
