//! A Rust type as a Python class: constructor, attributes, methods, operators, subclasses, pickles.

use pyvm::{Class, ClassBuilder, Error, New, Obj, Ref, Vm};

#[derive(Clone, Debug, PartialEq)]
struct Money {
    cents: i64,
    currency: String,
}

impl Class for Money {
    const NAME: &'static str = "bank.Money";

    fn define(class: &mut ClassBuilder<Self>) {
        class
            .doc("An amount of money.")
            .try_init("(cents, currency='EUR')", |cents: i64, currency: String| match currency.len() {
                3 => Ok(Money { cents, currency }),
                _ => Err(Error::value(format!("no currency: {currency}"))),
            })
            .get("cents", |m| m.cents)
            .get("currency", |m| m.currency.clone())
            .set("cents", |m, cents: i64| m.cents = cents)
            .method("__add__(other, /)", |m, (other,): (Ref<Money>,)| {
                if m.currency == other.currency {
                    Ok(New(Money { cents: m.cents + other.cents, ..m.clone() }))
                } else {
                    Err(Error::type_error(format!("{} and {} do not add up", m.currency, other.currency)))
                }
            })
            .method("__repr__()", |m, ()| format!("{}.{:02} {}", m.cents / 100, m.cents % 100, m.currency))
            .method_mut("interest(percent)", |m, (percent,): (i64,)| m.cents += m.cents * percent / 100)
            .static_("nothing()", || New(Money { cents: 0, currency: "EUR".to_owned() }))
            .pickle(|m| (m.cents, m.currency.clone()), |(cents, currency)| Money { cents, currency });
    }
}

const SCRIPT: &str = "
import pickle
from bank import Money

class Salary(Money):
    def yearly(self):
        return self.cents * 12

total = Money(150) + Money(cents=275)
total.interest(10)
print(total, Money.nothing(), Money.__doc__)
print(pickle.loads(pickle.dumps([total, total])))
print(Salary(200000).yearly())
try:
    Money(1) + Money(1, 'USD')
except TypeError as error:
    print('TypeError:', error)
";

fn main() -> pyvm::Result<()> {
    let vm = Vm::new();
    vm.add_module("bank", |m| {
        m.class::<Money>();
    })?;
    vm.exec(SCRIPT)?;

    // The Rust value of an instance, read and written from Rust.
    println!("{:?}", *vm.get::<Ref<Money>>("total")?);
    vm.set("gift", New(Money { cents: 99, currency: "EUR".to_owned() }))?;
    println!("{}", vm.eval::<Obj>("total + gift")?.repr()?);
    Ok(())
}
