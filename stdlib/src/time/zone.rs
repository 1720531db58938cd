//! The local time zone: `TZ` or the system's, as the C library understands them.

use std::cell::RefCell;

use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};
use tz::{LocalTimeType, TimeZone};

thread_local! {
    /// The zone with the text of `TZ` that it was made from.
    static ZONE: RefCell<Option<(Option<String>, TimeZone)>> = const { RefCell::new(None) };
}

/// Local time at some moment: the offset from UTC in seconds, whether it is summer time, and its abbreviation.
#[derive(Clone)]
pub(super) struct Local {
    pub(super) offset: i64,
    pub(super) is_dst: bool,
    pub(super) name: String,
}

impl Local {
    fn of(kind: &LocalTimeType) -> Local {
        let name = kind.time_zone_designation();
        // The crate has no name for UTC.
        let name = if name.is_empty() { "UTC" } else { name };
        Local { offset: i64::from(kind.ut_offset()), is_dst: kind.is_dst(), name: name.to_owned() }
    }
}

/// The zone that `TZ` names; a name that nothing is known about stands for UTC under that name.
fn load(variable: Option<&str>) -> TimeZone {
    let Some(text) = variable else { return TimeZone::local().unwrap_or_else(|_| TimeZone::utc()) };
    let text = text.strip_prefix(':').unwrap_or(text);
    if text.is_empty() {
        return TimeZone::utc();
    }
    TimeZone::from_posix_tz(text).unwrap_or_else(|_| {
        let letters: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
        LocalTimeType::new(0, false, Some(letters.as_bytes()))
            .ok()
            .and_then(|kind| TimeZone::new(Vec::new(), vec![kind], Vec::new(), None).ok())
            .unwrap_or_else(TimeZone::utc)
    })
}

fn with_zone<R>(f: impl FnOnce(&TimeZone) -> R) -> R {
    let variable = crate::posix::process::current("TZ").map(|v| v.to_string_lossy().into_owned());
    ZONE.with_borrow_mut(|zone| {
        if zone.as_ref().is_none_or(|(known, _)| *known != variable) {
            let loaded = load(variable.as_deref());
            *zone = Some((variable, loaded));
        }
        match zone {
            Some((_, zone)) => f(zone),
            None => f(&TimeZone::utc()),
        }
    })
}

/// Local time at a moment.
pub(super) fn local_at(unix: i64) -> Local {
    with_zone(|zone| {
        let kind = zone.find_local_time_type(unix).ok();
        // Past the last change, where the zone has no rule, that change holds.
        let kind = kind.or_else(|| {
            let last = zone.as_ref().transitions().last()?.local_time_type_index();
            zone.as_ref().local_time_types().get(last)
        });
        kind.map_or_else(|| Local { offset: 0, is_dst: false, name: "UTC".to_owned() }, Local::of)
    })
}

/// Standard and summer time of this year; the same twice where there is no summer time.
fn standard_and_summer() -> [Local; 2] {
    const YEAR: i64 = (365 * 24 + 6) * 3600;
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Realtime).tv_sec;
    let start = now / YEAR * YEAR;
    let (january, july) = (local_at(start), local_at(start + YEAR / 2));
    // South of the equator summer comes in January.
    if january.offset > july.offset { [july, january] } else { [january, july] }
}

/// `tzname`
pub(super) fn names() -> [String; 2] {
    standard_and_summer().map(|local| local.name)
}

/// Sets `timezone`, `altzone`, `daylight` and `tzname` of the module.
pub(super) fn set_constants(vm: &Vm, module: &Value) -> PyResult<()> {
    let [standard, summer] = standard_and_summer();
    let names = [&standard, &summer].map(|z| Value::str(&z.name));
    let set = |name: &str, value: Value| pyvm_vm::modules::set(vm, module, name, value);
    set("timezone", Value::Int(-standard.offset))?;
    set("altzone", Value::Int(-summer.offset))?;
    set("daylight", Value::Int(i64::from(standard.offset != summer.offset)))?;
    set("tzname", vm.new_tuple(names.to_vec()))
}
