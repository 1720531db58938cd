//! The stable merge sort of `list.sort` (mirrors `Objects/listobject.c` as of 3.13).
//!
//! The comparator sees exactly the pairs CPython compares, in its order: a `__lt__` with side effects can tell. The
//! surprise: on a failing compare CPython leaves a permutation behind, so here too no step may lose an element. Only
//! `Copy` elements are moved; other slices sort a list of positions and are rearranged once at the end.

/// Runs shorter than this many elements at most are filled up by insertion.
const MAX_MINRUN: usize = 64;
/// Wins in a row before a merge starts to gallop.
const MIN_GALLOP: usize = 7;

/// Sorts a slice by `less`.
///
/// # Errors
/// The first error of `less`; the slice is then a permutation of what it was, the one CPython leaves.
pub fn sort<T, E>(items: &mut [T], mut less: impl FnMut(&T, &T) -> Result<bool, E>) -> Result<(), E> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    let outcome = sort_copy(&mut order, |&a, &b| less(&items[a], &items[b]));
    permute(&mut order, |a, b| items.swap(a, b));
    outcome
}

/// Sorts `keys` by `less` and rearranges `values` alike.
///
/// # Errors
/// As [`sort`]; keys and values stay together.
///
/// # Panics
/// If there are fewer values than keys.
pub fn sort_pairs<K, V, E>(
    keys: &mut [K],
    values: &mut [V],
    mut less: impl FnMut(&K, &K) -> Result<bool, E>,
) -> Result<(), E> {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    let outcome = sort_copy(&mut order, |&a, &b| less(&keys[a], &keys[b]));
    permute(&mut order, |a, b| {
        keys.swap(a, b);
        values.swap(a, b);
    });
    outcome
}

/// Sorts plain elements in place without the list of positions: for keys unpacked beforehand.
///
/// # Errors
/// As [`sort`].
pub fn sort_copy<T: Copy, E>(items: &mut [T], less: impl FnMut(&T, &T) -> Result<bool, E>) -> Result<(), E> {
    let len = items.len();
    if len < 2 {
        return Ok(());
    }
    let min_run = min_run(len);
    let mut merger = Merger { items, less, spare: Vec::new(), runs: Vec::new(), min_gallop: MIN_GALLOP };
    let mut start = 0;
    while start < len {
        let found = merger.count_run(start, len)?;
        let end = if found < min_run { len.min(start + min_run) } else { start + found };
        merger.insertion_sort(start, start + found, end)?;
        merger.push_run(Run { start, len: end - start, power: 0 })?;
        start = end;
    }
    merger.collapse()
}

/// Brings the element at `order[i]` to place `i` for every `i`, cycle by cycle; uses `order` up.
fn permute(order: &mut [usize], mut swap: impl FnMut(usize, usize)) {
    for first in 0..order.len() {
        let mut at = first;
        loop {
            let from = std::mem::replace(&mut order[at], at);
            if from == first || from == at {
                break;
            }
            swap(at, from);
            at = from;
        }
    }
}

/// The shortest run to merge: `len` over a power of two, rounded up.
const fn min_run(mut len: usize) -> usize {
    let mut dropped = 0;
    while len >= MAX_MINRUN {
        dropped |= len & 1;
        len >>= 1;
    }
    len + dropped
}

/// Depth in the ideal merge tree of the boundary between two runs: the first binary digit in which the midpoints of
/// the runs, as fractions of the whole list, differ.
const fn node_power(left_start: usize, left_len: usize, right_len: usize, total: usize) -> u32 {
    // Twice the midpoints.
    let mut a = 2 * left_start + left_len;
    let mut b = a + left_len + right_len;
    let mut power = 0;
    loop {
        power += 1;
        if a >= total {
            a -= total;
            b -= total;
        } else if b >= total {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

#[derive(Clone, Copy)]
struct Run {
    start: usize,
    len: usize,
    power: u32,
}

struct Merger<'a, T, F> {
    items: &'a mut [T],
    less: F,
    /// Copy of the shorter run of the merge under way.
    spare: Vec<T>,
    runs: Vec<Run>,
    min_gallop: usize,
}

/// State of a merge: what is left of the two runs, and where the next element goes.
struct Merge {
    /// The run left in the list: its next element.
    list: usize,
    list_len: usize,
    /// The run in the spare copy: its next element.
    copy: usize,
    copy_len: usize,
    to: usize,
}

/// Why a merge ended: `Drained`, the spare copy goes where it belongs; `LastOfCopy`, one element of it is left and
/// belongs behind everything left in the list.
enum End {
    Drained,
    LastOfCopy,
}

impl<T: Copy, E, F: FnMut(&T, &T) -> Result<bool, E>> Merger<'_, T, F> {
    fn less_at(&mut self, a: usize, b: usize) -> Result<bool, E> {
        (self.less)(&self.items[a], &self.items[b])
    }

    /// Length of the run at `start`; a descending one is reversed, stretches of equal elements in it keep their order.
    fn count_run(&mut self, start: usize, end: usize) -> Result<usize, E> {
        let mut at = start + 1;
        while at < end && !self.less_at(at, at - 1)? {
            at += 1;
        }
        if at == end {
            return Ok(at - start);
        }
        // The element at `at` is smaller than its predecessor. All before it ascend, but if they are all equal they
        // may begin a descending run.
        if at - start > 1 {
            if self.less_at(start, at - 1)? {
                return Ok(at - start);
            }
            self.items[start..at].reverse();
        }
        at = self.count_descending(at + 1, end)?;
        self.items[start..at].reverse();
        while at < end && !self.less_at(at, at - 1)? {
            at += 1;
        }
        Ok(at - start)
    }

    /// End of the descending run that holds the element before `at`. Equal stretches are reversed on the way, for the
    /// whole run will be.
    fn count_descending(&mut self, mut at: usize, end: usize) -> Result<usize, E> {
        let mut stretch = at - 1;
        while at < end {
            if self.less_at(at, at - 1)? {
                self.items[stretch..at].reverse();
                stretch = at;
            } else if self.less_at(at - 1, at)? {
                break;
            }
            at += 1;
        }
        self.items[stretch..at].reverse();
        Ok(at)
    }

    /// Sorts `start..end`, of which `start..sorted` is in order.
    fn insertion_sort(&mut self, start: usize, sorted: usize, end: usize) -> Result<(), E> {
        for at in sorted..end {
            let (mut low, mut high) = (start, at);
            while low < high {
                let middle = low.midpoint(high);
                if self.less_at(at, middle)? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.items[low..=at].rotate_right(1);
        }
        Ok(())
    }

    /// Takes in a run found, after merging the runs before it that lie deeper in the merge tree.
    fn push_run(&mut self, run: Run) -> Result<(), E> {
        if let Some(&Run { start, len, .. }) = self.runs.last() {
            let power = node_power(start, len, run.len, self.items.len());
            while let [.., before, _] = self.runs.as_slice()
                && before.power > power
            {
                self.merge_at(self.runs.len() - 2)?;
            }
            if let Some(last) = self.runs.last_mut() {
                last.power = power;
            }
        }
        self.runs.push(run);
        Ok(())
    }

    /// Merges all runs left.
    fn collapse(&mut self) -> Result<(), E> {
        while self.runs.len() > 1 {
            let mut at = self.runs.len() - 2;
            if let [.., before, _, after] = self.runs.as_slice()
                && before.len < after.len
            {
                at -= 1;
            }
            self.merge_at(at)?;
        }
        Ok(())
    }

    /// Merges the runs `at` and `at + 1`.
    fn merge_at(&mut self, at: usize) -> Result<(), E> {
        let right = self.runs.remove(at + 1);
        let left = &mut self.runs[at];
        let (mut start, mut left_len) = (left.start, left.len);
        left.len += right.len;
        // Elements already in place at either end take no part.
        let first = self.items[right.start];
        let skip = gallop_right(&mut self.less, &first, &self.items[start..start + left_len], 0)?;
        start += skip;
        left_len -= skip;
        if left_len == 0 {
            return Ok(());
        }
        let last = self.items[start + left_len - 1];
        let right_items = &self.items[right.start..right.start + right.len];
        let right_len = gallop_left(&mut self.less, &last, right_items, right.len - 1)?;
        if right_len == 0 {
            return Ok(());
        }
        if left_len <= right_len {
            self.merge_low(start, left_len, right_len)
        } else {
            self.merge_high(start, left_len, right_len)
        }
    }

    /// Merges upwards, the left run copied aside.
    fn merge_low(&mut self, start: usize, left_len: usize, right_len: usize) -> Result<(), E> {
        let middle = start + left_len;
        self.spare.clear();
        self.spare.extend_from_slice(&self.items[start..middle]);
        let mut state = Merge { list: middle, list_len: right_len, copy: 0, copy_len: left_len, to: start };
        let outcome = self.merge_low_loop(&mut state);
        let Merge { list, list_len, copy, copy_len, to } = state;
        if let Ok(End::LastOfCopy) = outcome {
            self.items.copy_within(list..list + list_len, to);
            self.items[to + list_len] = self.spare[copy];
        } else {
            self.items[to..to + copy_len].copy_from_slice(&self.spare[copy..copy + copy_len]);
        }
        outcome.map(|_| ())
    }

    fn merge_low_loop(&mut self, m: &mut Merge) -> Result<End, E> {
        self.low_take_list(m, 1);
        if m.list_len == 0 {
            return Ok(End::Drained);
        }
        if m.copy_len == 1 {
            return Ok(End::LastOfCopy);
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut list_wins, mut copy_wins) = (0, 0);
            while list_wins < min_gallop && copy_wins < min_gallop {
                if (self.less)(&self.items[m.list], &self.spare[m.copy])? {
                    self.low_take_list(m, 1);
                    (list_wins, copy_wins) = (list_wins + 1, 0);
                    if m.list_len == 0 {
                        return Ok(End::Drained);
                    }
                } else {
                    self.low_take_copy(m, 1);
                    (list_wins, copy_wins) = (0, copy_wins + 1);
                    if m.copy_len == 1 {
                        return Ok(End::LastOfCopy);
                    }
                }
            }
            min_gallop += 1;
            if let Some(end) = self.gallop_low(m, &mut min_gallop)? {
                return Ok(end);
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }

    /// Moves whole stretches for as long as they are long.
    fn gallop_low(&mut self, m: &mut Merge, min_gallop: &mut usize) -> Result<Option<End>, E> {
        loop {
            *min_gallop -= usize::from(*min_gallop > 1);
            self.min_gallop = *min_gallop;
            let copy = &self.spare[m.copy..m.copy + m.copy_len];
            let from_copy = gallop_right(&mut self.less, &self.items[m.list], copy, 0)?;
            self.low_take_copy(m, from_copy);
            if m.copy_len <= 1 && from_copy > 0 {
                return Ok(Some(if m.copy_len == 1 { End::LastOfCopy } else { End::Drained }));
            }
            self.low_take_list(m, 1);
            if m.list_len == 0 {
                return Ok(Some(End::Drained));
            }
            let list = &self.items[m.list..m.list + m.list_len];
            let from_list = gallop_left(&mut self.less, &self.spare[m.copy], list, 0)?;
            self.low_take_list(m, from_list);
            if m.list_len == 0 {
                return Ok(Some(End::Drained));
            }
            self.low_take_copy(m, 1);
            if m.copy_len == 1 {
                return Ok(Some(End::LastOfCopy));
            }
            if from_copy < MIN_GALLOP && from_list < MIN_GALLOP {
                return Ok(None);
            }
        }
    }

    fn low_take_list(&mut self, m: &mut Merge, count: usize) {
        self.items.copy_within(m.list..m.list + count, m.to);
        m.list += count;
        m.list_len -= count;
        m.to += count;
    }

    fn low_take_copy(&mut self, m: &mut Merge, count: usize) {
        self.items[m.to..m.to + count].copy_from_slice(&self.spare[m.copy..m.copy + count]);
        m.copy += count;
        m.copy_len -= count;
        m.to += count;
    }

    /// Merges downwards, the right run copied aside. Positions in [`Merge`] are one past the next element here.
    fn merge_high(&mut self, start: usize, left_len: usize, right_len: usize) -> Result<(), E> {
        let middle = start + left_len;
        let end = middle + right_len;
        self.spare.clear();
        self.spare.extend_from_slice(&self.items[middle..end]);
        let mut state =
            Merge { list: middle, list_len: left_len, copy: right_len, copy_len: right_len, to: end };
        let outcome = self.merge_high_loop(&mut state);
        let Merge { list, list_len, copy_len, to, .. } = state;
        if let Ok(End::LastOfCopy) = outcome {
            self.items.copy_within(list - list_len..list, to - list_len);
            self.items[to - list_len - 1] = self.spare[0];
        } else {
            self.items[to - copy_len..to].copy_from_slice(&self.spare[..copy_len]);
        }
        outcome.map(|_| ())
    }

    fn merge_high_loop(&mut self, m: &mut Merge) -> Result<End, E> {
        self.high_take_list(m, 1);
        if m.list_len == 0 {
            return Ok(End::Drained);
        }
        if m.copy_len == 1 {
            return Ok(End::LastOfCopy);
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut list_wins, mut copy_wins) = (0, 0);
            while list_wins < min_gallop && copy_wins < min_gallop {
                if (self.less)(&self.spare[m.copy - 1], &self.items[m.list - 1])? {
                    self.high_take_list(m, 1);
                    (list_wins, copy_wins) = (list_wins + 1, 0);
                    if m.list_len == 0 {
                        return Ok(End::Drained);
                    }
                } else {
                    self.high_take_copy(m, 1);
                    (list_wins, copy_wins) = (0, copy_wins + 1);
                    if m.copy_len == 1 {
                        return Ok(End::LastOfCopy);
                    }
                }
            }
            min_gallop += 1;
            if let Some(end) = self.gallop_high(m, &mut min_gallop)? {
                return Ok(end);
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }

    fn gallop_high(&mut self, m: &mut Merge, min_gallop: &mut usize) -> Result<Option<End>, E> {
        loop {
            *min_gallop -= usize::from(*min_gallop > 1);
            self.min_gallop = *min_gallop;
            let list = &self.items[m.list - m.list_len..m.list];
            let stay = gallop_right(&mut self.less, &self.spare[m.copy - 1], list, m.list_len - 1)?;
            let from_list = m.list_len - stay;
            self.high_take_list(m, from_list);
            if m.list_len == 0 {
                return Ok(Some(End::Drained));
            }
            self.high_take_copy(m, 1);
            if m.copy_len == 1 {
                return Ok(Some(End::LastOfCopy));
            }
            let copy = &self.spare[..m.copy_len];
            let stay = gallop_left(&mut self.less, &self.items[m.list - 1], copy, m.copy_len - 1)?;
            let from_copy = m.copy_len - stay;
            self.high_take_copy(m, from_copy);
            if m.copy_len <= 1 && from_copy > 0 {
                return Ok(Some(if m.copy_len == 1 { End::LastOfCopy } else { End::Drained }));
            }
            self.high_take_list(m, 1);
            if m.list_len == 0 {
                return Ok(Some(End::Drained));
            }
            if from_copy < MIN_GALLOP && from_list < MIN_GALLOP {
                return Ok(None);
            }
        }
    }

    fn high_take_list(&mut self, m: &mut Merge, count: usize) {
        self.items.copy_within(m.list - count..m.list, m.to - count);
        m.list -= count;
        m.list_len -= count;
        m.to -= count;
    }

    fn high_take_copy(&mut self, m: &mut Merge, count: usize) {
        self.items[m.to - count..m.to].copy_from_slice(&self.spare[m.copy - count..m.copy]);
        m.copy -= count;
        m.copy_len -= count;
        m.to -= count;
    }
}

/// Where `key` goes in the sorted `run`, before its equals; looks near `hint` first.
fn gallop_left<T, E>(
    less: &mut impl FnMut(&T, &T) -> Result<bool, E>,
    key: &T,
    run: &[T],
    hint: usize,
) -> Result<usize, E> {
    gallop(run, hint, |item| less(item, key))
}

/// Where `key` goes in the sorted `run`, behind its equals.
fn gallop_right<T, E>(
    less: &mut impl FnMut(&T, &T) -> Result<bool, E>,
    key: &T,
    run: &[T],
    hint: usize,
) -> Result<usize, E> {
    gallop(run, hint, |item| Ok(!less(key, item)?))
}

/// The number of leading elements for which `before` holds: steps of doubling length away from `hint`, then a binary
/// search of the last step.
fn gallop<T, E>(run: &[T], hint: usize, mut before: impl FnMut(&T) -> Result<bool, E>) -> Result<usize, E> {
    let (mut last, mut offset) = (0, 1);
    let (mut low, mut high);
    if before(&run[hint])? {
        let most = run.len() - hint;
        while offset < most && before(&run[hint + offset])? {
            (last, offset) = (offset, 2 * offset + 1);
        }
        (low, high) = (hint + last + 1, hint + offset.min(most));
    } else {
        let most = hint + 1;
        while offset < most && !before(&run[hint - offset])? {
            (last, offset) = (offset, 2 * offset + 1);
        }
        (low, high) = (most - offset.min(most), hint - last);
    }
    while low < high {
        let middle = low.midpoint(high);
        if before(&run[middle])? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}
