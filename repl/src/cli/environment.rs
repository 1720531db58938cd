//! The variables of the environment that stand for options. Mirrors `config_read_env_vars`.

use super::options::{DIGITS, Options, Refused};

/// The options with what the environment adds to them, unless it is to be ignored.
///
/// # Errors
/// Values that CPython does not start with.
pub(super) fn read(mut options: Options) -> Result<Options, Refused> {
    if options.flags.ignore_environment {
        return Ok(options);
    }
    let chosen = |name: &str| options.x.iter().any(|x| x.split('=').next() == Some(name));
    let (utf8, digits) = (chosen("utf8"), chosen("int_max_str_digits"));
    let flags = &mut options.flags;
    for (name, flag) in [
        ("PYTHONDEBUG", &mut flags.debug),
        ("PYTHONOPTIMIZE", &mut flags.optimize),
        ("PYTHONVERBOSE", &mut flags.verbose),
    ] {
        *flag = (*flag).max(count(name));
    }
    for (name, flag) in [
        ("PYTHONDONTWRITEBYTECODE", &mut flags.dont_write_bytecode),
        ("PYTHONNOUSERSITE", &mut flags.no_user_site),
        ("PYTHONUNBUFFERED", &mut flags.unbuffered),
    ] {
        *flag |= count(name) > 0;
    }
    for (name, flag) in [
        ("PYTHONDEVMODE", &mut flags.dev_mode),
        ("PYTHONNODEBUGRANGES", &mut flags.no_debug_ranges),
        ("PYTHONSAFEPATH", &mut flags.safe_path),
        ("PYTHONWARNDEFAULTENCODING", &mut flags.warn_default_encoding),
    ] {
        *flag |= variable(name).is_some();
    }
    if variable("PYTHONINSPECT").is_some() {
        flags.inspect = flags.inspect.max(1);
    }
    if let Some(text) = variable("PYTHONUTF8").filter(|_| !utf8) {
        flags.utf8_mode = parse_utf8(&text)?;
    }
    if let Some(text) = variable("PYTHONINTMAXSTRDIGITS").filter(|_| !digits) {
        let limit = text.parse().ok().filter(|n| *n == 0 || *n >= 640);
        let wrong =
            || Refused::Fatal("config_init_int_max_str_digits", format!("PYTHONINTMAXSTRDIGITS: {DIGITS}"));
        flags.int_max_str_digits = limit.ok_or_else(wrong)?;
    }
    check_hash_seed(options.random_hashes)?;
    let warnings = variable("PYTHONWARNINGS").unwrap_or_default();
    options.environment_warnings = warnings.split(',').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    Ok(options)
}

/// A variable that is set to something.
fn variable(name: &str) -> Option<String> {
    let text = std::env::var_os(name)?;
    Some(text.to_string_lossy().into_owned()).filter(|text| !text.is_empty())
}

/// How often a flag is given: what is no number stands for once.
fn count(name: &str) -> u8 {
    match variable(name).map(|text| text.trim().parse::<i64>()) {
        None => 0,
        Some(Ok(n)) if n >= 0 => u8::try_from(n).unwrap_or(u8::MAX),
        Some(_) => 1,
    }
}

fn parse_utf8(text: &str) -> Result<bool, Refused> {
    match text {
        "1" => Ok(true),
        "0" => Ok(false),
        _ => {
            let text = "invalid PYTHONUTF8 environment variable value";
            Err(Refused::Fatal("preconfig_init_utf8_mode", text.to_owned()))
        }
    }
}

fn check_hash_seed(ignored: bool) -> Result<(), Refused> {
    match variable("PYTHONHASHSEED") {
        Some(text) if !ignored && text != "random" && text.parse::<u32>().is_err() => {
            let text = "PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]";
            Err(Refused::Fatal("config_init_hash_seed", text.to_owned()))
        }
        _ => Ok(()),
    }
}
