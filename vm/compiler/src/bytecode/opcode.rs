//! The opcode table: one row per operation; names, listings, verification and register effects derive from it.
//!
//! Notation of the rows: `a b c` are the operands, `R[n]` a register, `K[n]` a constant, `N[n]` a name. A *window* is a run of
//! consecutive temporaries; an operation that reads one always moves every value out of it, leaving the registers dead.
//!
//! **Registers.** `0..nlocals` are the locals, parameters first (positional, keyword only, `*args`, `**kwargs`), then one register per
//! cell variable and per free variable holding the *cell object*, then temporaries. Registers of locals start unbound (a sentinel) and
//! only reads the compiler could not prove bound are preceded by `CHECK_BOUND`. Temporaries are a stack: the register numbers in use
//! at any point are a prefix, so an exception handler names one number (`depth`) and everything at or above it is dead.
//!
//! **Calls.** `[callee, self slot, args…]`. `CALL` ignores the self slot; `CALL_METHOD` (and `METHOD` forms) reads it: unbound means that
//! the callee takes no self, otherwise the slot is the first argument. The callee's register 0 is the self slot or the slot behind it.
//!
//! **Exceptions.** The table of a code object is sorted and free of overlaps. To unwind: find the entry for the instruction, drop every
//! register `>= depth`, put the exception in `R[exc]`, go to `handler`. Handlers begin with `PUSH_EXC save, exc` (the handled exception of
//! this frame's exception state goes to `save`, `exc` replaces it) and leave with `POP_EXC save`. `finally` bodies are duplicated:
//! once per way out. `RERAISE` raises without adding a traceback entry for this frame and without touching `__context__`.
//!
//! **Generators.** `RETURN_GENERATOR` is executed once the prologue (`COPY_FREE_VARS`, `MAKE_CELL`) ran: it packs the frame into a
//! generator, coroutine or asynchronous generator (by code flags) and returns that. `YIELD` suspends; resuming writes the sent value in its
//! `a`. `YIELD_FROM v, it` is the whole send loop: send `R[v]` to `R[it]`; on a value suspend *at this very instruction* (the sent value goes to
//! `R[v]` when resumed), on StopIteration write its value in `R[v]`, drop `R[it]`, go on. A suspended `YIELD_FROM` is what `throw`, `close` and
//! `gi_yieldfrom` look at. A StopIteration leaving a generator frame becomes RuntimeError in the loop, not in the bytecode.
//!
//! **Classes.** The body is a function without parameters that runs with the mapping of `__prepare__` as its locals (`*_NAME` operations)
//! and returns its `__class__` cell, or None.

/// How an operand is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// Unused, zero.
    No,
    /// Register written.
    Out,
    /// Register read; a temporary when its flag is set.
    In,
    /// Register read and written.
    InOut,
    /// Window read (and moved out of), `c + n` registers long.
    WinC(u8),
    /// Window read, `2 * c` registers.
    WinPairs,
    /// Window read, as many registers as `c` has bits set.
    WinBits,
    /// Window read, fixed length.
    Win(u8),
    /// Registers read but kept, fixed length.
    Peek(u8),
    /// Registers written, fixed length.
    OutWin(u8),
    /// Registers written, `c` of them.
    OutC,
    /// Registers written, `c + 1 + EXT` of them.
    OutUnpackEx,
    /// Registers read and written, fixed length.
    State(u8),
    /// Index into the constants.
    Const,
    /// Index into the constants, in `b` and `c`.
    Const32,
    /// Index into the names.
    Name,
    /// A small number.
    Imm,
    /// Signed distance in words.
    Near,
    /// Word index in `b` and `c`.
    Target,
    /// Upper half of a 32-bit operand.
    High,
}

/// What follows an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trailer {
    /// Nothing.
    None,
    /// One inline cache word.
    Cache,
    /// One `EXT` word whose 32 bits are a constant index.
    ExtConst,
    /// One `EXT` word whose 32 bits are a name index.
    ExtName,
    /// One `EXT` word with a number.
    ExtImm,
}

/// Where control goes and whether the operation may raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Cannot raise.
    Pure,
    /// May raise.
    Throws,
    /// Never falls through and cannot raise here.
    Ends,
    /// Never falls through, always raises.
    Raises,
}

macro_rules! opcodes {
    ($($variant:ident $name:literal [$a:expr, $b:expr, $c:expr] $trailer:ident $effect:ident $doc:literal;)*) => {
        /// An operation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Op { $(#[doc = $doc] $variant,)* }

        impl Op {
            /// Every operation, in numeric order.
            pub const ALL: &[Op] = &[$(Op::$variant,)*];
            const NAMES: &[&str] = &[$($name,)*];
            const OPERANDS: &[[Operand; 3]] = &[$([$a, $b, $c],)*];
            const TRAILERS: &[Trailer] = &[$(Trailer::$trailer,)*];
            const EFFECTS: &[Effect] = &[$(Effect::$effect,)*];
            const DOCS: &[&str] = &[$($doc,)*];
            /// One entry for every value of a byte, so that reading it needs no check.
            const WORDS: [u8; 256] = {
                let mut words = [1; 256];
                let mut i = 0;
                while i < Self::TRAILERS.len() {
                    if !matches!(Self::TRAILERS[i], Trailer::None) {
                        words[i] = 2;
                    }
                    i += 1;
                }
                words
            };
        }
    };
}

use Operand::*;

opcodes! {
    Nop "NOP" [No, No, No] None Pure "Nothing (keeps a line visible to tracing).";
    Cache "CACHE" [No, No, No] None Pure "Inline cache word; never executed.";
    Ext "EXT" [No, No, No] None Pure "Static extension word; never executed.";
    Move "MOVE" [Out, In, No] None Pure "R[a] = R[b]. Moves any register content, cells and unbound included.";
    LoadConst "LOAD_CONST" [Out, Const32, High] None Pure "R[a] = K[bc].";
    Clear "CLEAR" [Out, No, No] None Pure "R[a] = unbound (drops the value).";
    ClearN "CLEAR_N" [Out, Imm, No] None Pure "R[a..a+b] = unbound, from the last to the first.";
    CheckBound "CHECK_BOUND" [In, Name, No] None Throws "UnboundLocalError naming N[b] when R[a] is unbound.";
    DeleteFast "DELETE_FAST" [InOut, Name, No] None Throws "As CHECK_BOUND, then R[a] = unbound.";
    LoadName "LOAD_NAME" [Out, Name, No] Cache Throws "R[a] = N[b] looked up in frame locals, globals, builtins.";
    StoreName "STORE_NAME" [In, Name, No] Cache Throws "frame locals[N[b]] = R[a].";
    DeleteName "DELETE_NAME" [No, Name, No] None Throws "del frame locals[N[b]] (NameError).";
    LoadGlobal "LOAD_GLOBAL" [Out, Name, No] Cache Throws "R[a] = N[b] looked up in globals, builtins.";
    StoreGlobal "STORE_GLOBAL" [In, Name, No] Cache Throws "globals[N[b]] = R[a].";
    DeleteGlobal "DELETE_GLOBAL" [No, Name, No] None Throws "del globals[N[b]] (NameError).";
    LoadDeref "LOAD_DEREF" [Out, In, Name] None Throws "R[a] = content of cell R[b]; NameError (FREE) or UnboundLocalError naming N[c] when empty.";
    StoreDeref "STORE_DEREF" [In, In, No] None Pure "content of cell R[a] = R[b].";
    DeleteDeref "DELETE_DEREF" [In, Name, No] None Throws "empties cell R[a]; error as LOAD_DEREF when empty already.";
    LoadDictOrGlobal "LOAD_FROM_DICT_OR_GLOBALS" [Out, In, Name] None Throws "R[a] = R[b][N[c]], on KeyError as LOAD_GLOBAL.";
    LoadDictOrDeref "LOAD_FROM_DICT_OR_DEREF" [Out, In, In] ExtName Throws "R[a] = R[b][N[ext]], on KeyError the content of cell R[c].";
    LoadLocals "LOAD_LOCALS" [Out, No, No] None Throws "R[a] = mapping of the frame's locals.";
    LoadBuildClass "LOAD_BUILD_CLASS" [Out, No, No] None Throws "R[a] = builtins.__build_class__.";
    LoadAssertionError "LOAD_ASSERTION_ERROR" [Out, No, No] None Pure "R[a] = AssertionError itself.";
    MakeCell "MAKE_CELL" [Out, In, No] None Pure "R[a] = new cell holding R[b]; R[b] = unbound. R[b] may be unbound.";
    MakeEmptyCell "MAKE_EMPTY_CELL" [Out, No, No] None Pure "R[a] = new empty cell.";
    CopyFreeVars "COPY_FREE_VARS" [OutC, No, Imm] None Pure "R[a..a+c] = the cells of the running function's closure.";
    LoadAttr "LOAD_ATTR" [Out, In, Name] Cache Throws "R[a] = R[b].N[c].";
    StoreAttr "STORE_ATTR" [In, Name, In] Cache Throws "R[a].N[b] = R[c].";
    DeleteAttr "DELETE_ATTR" [In, Name, No] None Throws "del R[a].N[b].";
    LoadMethod "LOAD_METHOD" [OutWin(2), In, Name] Cache Throws "R[a], R[a+1] = function and self of R[b].N[c], or the attribute and unbound.";
    LoadSuperAttr "LOAD_SUPER_ATTR" [Out, Win(3), Name] None Throws "window [super, class, self]: R[a] = super(class, self).N[c]; calls window[0] when it is not the builtin (METHOD: with no arguments).";
    LoadSuperMethod "LOAD_SUPER_METHOD" [OutWin(2), Win(3), Name] None Throws "As LOAD_SUPER_ATTR with the result of LOAD_METHOD.";
    GetItem "GET_ITEM" [Out, In, In] None Throws "R[a] = R[b][R[c]].";
    GetItemK "GET_ITEM_K" [Out, In, Const] None Throws "R[a] = R[b][K[c]].";
    SetItem "SET_ITEM" [In, In, In] None Throws "R[a][R[b]] = R[c].";
    SetItemK "SET_ITEM_K" [In, Const, In] None Throws "R[a][K[b]] = R[c].";
    DelItem "DEL_ITEM" [In, In, No] None Throws "del R[a][R[b]].";
    BuildSlice "BUILD_SLICE" [Out, WinC(0), Imm] None Pure "R[a] = slice of the c (2 or 3) values at b.";
    GetSlice "GET_SLICE" [Out, In, Win(2)] None Throws "R[a] = R[b][R[c]:R[c+1]].";
    SetSlice "SET_SLICE" [In, Win(2), In] None Throws "R[a][R[b]:R[b+1]] = R[c].";
    Add "ADD" [Out, In, In] None Throws "R[a] = R[b] + R[c] (INPLACE: +=); so the 12 below.";
    Sub "SUB" [Out, In, In] None Throws "-";
    Mul "MUL" [Out, In, In] None Throws "*";
    MatMul "MATMUL" [Out, In, In] None Throws "@";
    Div "DIV" [Out, In, In] None Throws "/";
    Mod "MOD" [Out, In, In] None Throws "%";
    Pow "POW" [Out, In, In] None Throws "**";
    LShift "LSHIFT" [Out, In, In] None Throws "<<";
    RShift "RSHIFT" [Out, In, In] None Throws ">>";
    Or "OR" [Out, In, In] None Throws "|";
    Xor "XOR" [Out, In, In] None Throws "^";
    And "AND" [Out, In, In] None Throws "&";
    FloorDiv "FLOORDIV" [Out, In, In] None Throws "//";
    AddK "ADD_K" [Out, In, Const] None Throws "R[a] = R[b] + K[c]; so the 12 below.";
    SubK "SUB_K" [Out, In, Const] None Throws "-";
    MulK "MUL_K" [Out, In, Const] None Throws "*";
    MatMulK "MATMUL_K" [Out, In, Const] None Throws "@";
    DivK "DIV_K" [Out, In, Const] None Throws "/";
    ModK "MOD_K" [Out, In, Const] None Throws "%";
    PowK "POW_K" [Out, In, Const] None Throws "**";
    LShiftK "LSHIFT_K" [Out, In, Const] None Throws "<<";
    RShiftK "RSHIFT_K" [Out, In, Const] None Throws ">>";
    OrK "OR_K" [Out, In, Const] None Throws "|";
    XorK "XOR_K" [Out, In, Const] None Throws "^";
    AndK "AND_K" [Out, In, Const] None Throws "&";
    FloorDivK "FLOORDIV_K" [Out, In, Const] None Throws "//";
    Neg "NEG" [Out, In, No] None Throws "R[a] = -R[b].";
    Pos "POS" [Out, In, No] None Throws "R[a] = +R[b].";
    Invert "INVERT" [Out, In, No] None Throws "R[a] = ~R[b].";
    Not "NOT" [Out, In, No] None Throws "R[a] = not R[b].";
    Lt "LT" [Out, In, In] None Throws "R[a] = R[b] < R[c].";
    Le "LE" [Out, In, In] None Throws "<=";
    Eq "EQ" [Out, In, In] None Throws "==";
    Ne "NE" [Out, In, In] None Throws "!=";
    Gt "GT" [Out, In, In] None Throws ">";
    Ge "GE" [Out, In, In] None Throws ">=";
    LtK "LT_K" [Out, In, Const] None Throws "R[a] = R[b] < K[c].";
    LeK "LE_K" [Out, In, Const] None Throws "<=";
    EqK "EQ_K" [Out, In, Const] None Throws "==";
    NeK "NE_K" [Out, In, Const] None Throws "!=";
    GtK "GT_K" [Out, In, Const] None Throws ">";
    GeK "GE_K" [Out, In, Const] None Throws ">=";
    Is "IS" [Out, In, In] None Pure "R[a] = R[b] is R[c].";
    IsNot "IS_NOT" [Out, In, In] None Pure "R[a] = R[b] is not R[c].";
    In_ "IN" [Out, In, In] None Throws "R[a] = R[b] in R[c].";
    NotIn "NOT_IN" [Out, In, In] None Throws "R[a] = R[b] not in R[c].";
    Jump "JUMP" [No, Target, High] None Ends "Go to bc.";
    JumpIfTrue "JUMP_IF_TRUE" [In, Target, High] None Throws "Go to bc when bool(R[a]).";
    JumpIfFalse "JUMP_IF_FALSE" [In, Target, High] None Throws "Go to bc when not bool(R[a]).";
    JumpIfNone "JUMP_IF_NONE" [In, Target, High] None Pure "Go to bc when R[a] is None.";
    JumpIfNotNone "JUMP_IF_NOT_NONE" [In, Target, High] None Pure "Go to bc when R[a] is not None.";
    JumpLt "JUMP_LT" [In, In, Near] None Throws "Go c words on when bool(R[a] < R[b]).";
    JumpLe "JUMP_LE" [In, In, Near] None Throws "<=";
    JumpEq "JUMP_EQ" [In, In, Near] None Throws "==";
    JumpNe "JUMP_NE" [In, In, Near] None Throws "!=";
    JumpGt "JUMP_GT" [In, In, Near] None Throws ">";
    JumpGe "JUMP_GE" [In, In, Near] None Throws ">=";
    JumpNotLt "JUMP_NOT_LT" [In, In, Near] None Throws "Go c words on when not bool(R[a] < R[b]).";
    JumpNotLe "JUMP_NOT_LE" [In, In, Near] None Throws "not <=";
    JumpNotEq "JUMP_NOT_EQ" [In, In, Near] None Throws "not ==";
    JumpNotNe "JUMP_NOT_NE" [In, In, Near] None Throws "not !=";
    JumpNotGt "JUMP_NOT_GT" [In, In, Near] None Throws "not >";
    JumpNotGe "JUMP_NOT_GE" [In, In, Near] None Throws "not >=";
    JumpLtK "JUMP_LT_K" [In, Const, Near] None Throws "Go c words on when bool(R[a] < K[b]).";
    JumpLeK "JUMP_LE_K" [In, Const, Near] None Throws "<=";
    JumpEqK "JUMP_EQ_K" [In, Const, Near] None Throws "==";
    JumpNeK "JUMP_NE_K" [In, Const, Near] None Throws "!=";
    JumpGtK "JUMP_GT_K" [In, Const, Near] None Throws ">";
    JumpGeK "JUMP_GE_K" [In, Const, Near] None Throws ">=";
    JumpNotLtK "JUMP_NOT_LT_K" [In, Const, Near] None Throws "Go c words on when not bool(R[a] < K[b]).";
    JumpNotLeK "JUMP_NOT_LE_K" [In, Const, Near] None Throws "not <=";
    JumpNotEqK "JUMP_NOT_EQ_K" [In, Const, Near] None Throws "not ==";
    JumpNotNeK "JUMP_NOT_NE_K" [In, Const, Near] None Throws "not !=";
    JumpNotGtK "JUMP_NOT_GT_K" [In, Const, Near] None Throws "not >";
    JumpNotGeK "JUMP_NOT_GE_K" [In, Const, Near] None Throws "not >=";
    JumpIs "JUMP_IS" [In, In, Near] None Pure "Go c words on when R[a] is R[b].";
    JumpIsNot "JUMP_IS_NOT" [In, In, Near] None Pure "Go c words on when R[a] is not R[b].";
    JumpIn "JUMP_IN" [In, In, Near] None Throws "Go c words on when R[a] in R[b].";
    JumpNotIn "JUMP_NOT_IN" [In, In, Near] None Throws "Go c words on when R[a] not in R[b].";
    GetIter "GET_ITER" [Out, In, No] None Throws "R[a] = iter(R[b]).";
    ForPrep "FOR_PREP" [OutWin(3), In, No] None Throws "Loop state at a: iter(R[b]), or for an exact range of small ints [Int current, Int stop, Int step], or for an exact list [list, Int 0, -]. SPECIAL: R[b] is an iterator, iter() is not called.";
    ForNext "FOR_NEXT" [State(3), Out, Near] None Throws "Next item of the loop state at a into R[b] and go c words on; when exhausted drop the state and fall through, R[b] untouched.";
    GetAiter "GET_AITER" [Out, In, No] None Throws "R[a] = aiter(R[b]), with CPython's checks.";
    GetAnext "GET_ANEXT" [Out, In, No] None Throws "R[a] = awaitable iterator of type(R[b]).__anext__(R[b]); R[b] kept.";
    EndAsyncFor "END_ASYNC_FOR" [In, In, No] None Throws "R[a] is an exception: StopAsyncIteration drops it and R[b] and falls through, anything else is reraised.";
    GetYieldFromIter "GET_YIELD_FROM_ITER" [Out, In, No] None Throws "R[a] = R[b] if it is a generator (or a coroutine and this code may await), else iter(R[b]).";
    GetAwaitable "GET_AWAITABLE" [Out, In, Imm] None Throws "R[a] = awaitable iterator of R[b]; c = 1 after __aenter__, 2 after __aexit__ (wording).";
    Yield "YIELD" [Out, In, Imm] None Throws "Suspend with R[b]; R[a] = what is sent in; registers from c on hold nothing that needs dropping.";
    YieldFrom "YIELD_FROM" [InOut, InOut, Imm] None Throws "Delegate to R[b], see the module comment; R[a] = value sent, at the end the result; c as of YIELD.";
    ReturnGenerator "RETURN_GENERATOR" [No, No, No] None Throws "Pack the frame into a generator-like object and return it.";
    UnpackSequence "UNPACK_SEQUENCE" [In, OutC, Imm] None Throws "R[b..b+c] = the c items of R[a].";
    UnpackEx "UNPACK_EX" [In, OutUnpackEx, Imm] ExtImm Throws "R[b..] = c items, a list, ext items of R[a].";
    BuildTuple "BUILD_TUPLE" [Out, WinC(0), Imm] None Pure "R[a] = tuple of c values at b.";
    BuildList "BUILD_LIST" [Out, WinC(0), Imm] None Pure "R[a] = list of c values at b.";
    BuildSet "BUILD_SET" [Out, WinC(0), Imm] None Throws "R[a] = set of c values at b.";
    BuildMap "BUILD_MAP" [Out, WinPairs, Imm] None Throws "R[a] = dict of c key, value pairs at b.";
    BuildString "BUILD_STRING" [Out, WinC(0), Imm] None Pure "R[a] = the c strings at b joined.";
    ListAppend "LIST_APPEND" [In, In, No] None Pure "R[a].append(R[b]), R[a] an exact list.";
    ListAppendN "LIST_APPEND_N" [In, WinC(0), Imm] None Pure "Appends the c values at b to list R[a].";
    ListExtend "LIST_EXTEND" [In, In, No] None Throws "R[a].extend(R[b]); 'Value after * must be an iterable, not X'.";
    ListToTuple "LIST_TO_TUPLE" [Out, In, No] None Pure "R[a] = tuple(R[b]).";
    ListFromConst "LIST_FROM_CONST" [Out, Const32, High] None Pure "R[a] = list(K[bc]), K a tuple.";
    SetAdd "SET_ADD" [In, In, No] None Throws "R[a].add(R[b]).";
    SetAddN "SET_ADD_N" [In, WinC(0), Imm] None Throws "Adds the c values at b to set R[a].";
    SetUpdate "SET_UPDATE" [In, In, No] None Throws "R[a].update(R[b]).";
    SetFromConst "SET_FROM_CONST" [Out, Const32, High] None Pure "R[a] = set(K[bc]), K a frozenset.";
    MapAdd "MAP_ADD" [In, In, In] None Throws "R[a][R[b]] = R[c], R[a] an exact dict.";
    MapAddN "MAP_ADD_N" [In, WinPairs, Imm] None Throws "Adds the c pairs at b to dict R[a].";
    DictUpdate "DICT_UPDATE" [In, In, No] None Throws "R[a].update(R[b]); \"'X' object is not a mapping\".";
    DictMerge "DICT_MERGE" [In, In, In] None Throws "Keyword arguments R[b] into dict R[a]; R[c] is the callee, for the message about repeats and non-mappings.";
    Convert "CONVERT_VALUE" [Out, In, Imm] None Throws "R[a] = str, repr, ascii (c = 1, 2, 3) of R[b].";
    FormatSimple "FORMAT_SIMPLE" [Out, In, No] None Throws "R[a] = format(R[b], '').";
    FormatSpec "FORMAT_WITH_SPEC" [Out, In, In] None Throws "R[a] = format(R[b], R[c]).";
    Call "CALL" [Out, WinC(2), Imm] Cache Throws "R[a] = call of window [callee, -, c args] at b.";
    CallMethod "CALL_METHOD" [Out, WinC(2), Imm] Cache Throws "R[a] = call of window [callee, self or unbound, c args] at b.";
    CallKw "CALL_KW" [Out, WinC(2), Imm] ExtConst Throws "As CALL; the last len(K[ext]) of the c args are keywords named by the tuple K[ext]. METHOD: self slot read.";
    CallEx "CALL_EX" [Out, WinC(3), Imm] None Throws "window [callee, self, args iterable, (c = 1) kwargs dict]. METHOD: self slot read.";
    Return "RETURN" [In, Imm, No] None Ends "Return R[a]; registers from b on hold nothing that needs dropping.";
    ReturnConst "RETURN_CONST" [Imm, Const32, High] None Ends "Return K[bc]; registers from a on hold nothing that needs dropping.";
    PrintExpr "PRINT_EXPR" [In, No, No] None Throws "sys.displayhook(R[a]).";
    ImportName "IMPORT_NAME" [Out, Win(2), Name] None Throws "R[a] = __import__(N[c], globals, locals, fromlist R[b+1], level R[b]).";
    ImportFrom "IMPORT_FROM" [Out, In, Name] None Throws "R[a] = R[b].N[c], or sys.modules entry, or ImportError.";
    ImportStar "IMPORT_STAR" [In, No, No] None Throws "All public names of module R[a] into the frame's locals.";
    MakeFunction "MAKE_FUNCTION" [Out, WinBits, Imm] ExtConst Throws "R[a] = function of code K[ext]; window in bit order of c: 1 defaults tuple, 2 kwdefaults dict, 4 annotations dict, 8 closure tuple.";
    SetTypeParams "SET_TYPE_PARAMS" [In, In, No] None Pure "R[a].__type_params__ = R[b], R[a] a function.";
    SetupAnnotations "SETUP_ANNOTATIONS" [No, No, No] None Throws "Makes __annotations__ in the frame's locals unless it is there.";
    MakeTypeParam "MAKE_TYPE_PARAM" [Out, Win(2), Imm] None Throws "window [name, evaluator or None]: R[a] = TypeVar (c = 0 plain, 1 bound, 2 constraints), ParamSpec (3), TypeVarTuple (4).";
    SetTypeParamDefault "SET_TYPE_PARAM_DEFAULT" [In, In, No] None Pure "R[a] gets the lazy default evaluator R[b].";
    MakeTypeAlias "MAKE_TYPE_ALIAS" [Out, Win(3), No] None Throws "R[a] = TypeAliasType of [name, type params tuple or None, evaluator].";
    SubscriptGeneric "SUBSCRIPT_GENERIC" [Out, In, No] None Throws "R[a] = typing.Generic[*R[b]].";
    RaiseBare "RAISE" [No, No, No] None Raises "Bare raise: the handled exception again, RuntimeError without one.";
    RaiseExc "RAISE_EXC" [In, No, No] None Raises "raise R[a].";
    RaiseFrom "RAISE_FROM" [In, In, No] None Raises "raise R[a] from R[b].";
    Reraise "RERAISE" [In, No, No] None Raises "Raise R[a] again, no new traceback entry, no context.";
    PushExc "PUSH_EXC" [Out, Peek(1), No] None Pure "R[a] = handled exception (or None); handled exception = R[b].";
    PopExc "POP_EXC" [In, No, No] None Pure "handled exception = R[a]; R[a] = unbound.";
    JumpNotExc "JUMP_NOT_EXC" [In, In, Near] None Throws "Go c words on unless exception R[a] matches R[b]; TypeError when R[b] is no exception class or tuple.";
    ExcGroupMatch "EXC_GROUP_MATCH" [InOut, Out, In] None Throws "Split R[a] by type R[c]: R[b] = the match or None, R[a] = the rest or None; a bare exception is wrapped in a group. A match becomes the handled exception.";
    PrepReraiseStar "PREP_RERAISE_STAR" [Out, In, In] None Throws "R[a] = the exception to raise after except* handlers: original R[b], list R[c] of raised and unhandled ones (Nones ignored); None when all was handled.";
    LoadWith "LOAD_WITH" [OutWin(4), In, No] None Throws "R[a..a+4] = __exit__ function, self, __enter__ function, self of R[b], as LOAD_METHOD finds them on the type.";
    LoadAsyncWith "LOAD_ASYNC_WITH" [OutWin(4), In, No] None Throws "The same with __aexit__ and __aenter__.";
    WithExcept "WITH_EXCEPT" [OutWin(5), Peek(2), Peek(1)] None Pure "R[a..a+5] = R[b], R[b+1], type, value, traceback of exception R[c]: a CALL_METHOD window.";
    JumpNotMapping "JUMP_NOT_MAPPING" [In, Target, High] None Pure "Go to bc unless R[a] has the mapping pattern flag.";
    JumpNotSequence "JUMP_NOT_SEQUENCE" [In, Target, High] None Pure "Go to bc unless R[a] has the sequence pattern flag.";
    MatchClass "MATCH_CLASS" [Out, Win(3), Imm] None Throws "window [subject, class, names tuple], c positional patterns: R[a] = tuple of attributes or None.";
    MatchKeys "MATCH_KEYS" [Out, In, In] None Throws "R[a] = tuple of the values of R[b] under the keys R[c], or None.";
    DictWithoutKeys "DICT_WITHOUT_KEYS" [Out, In, In] None Throws "R[a] = dict(R[b]) without the keys in tuple R[c].";
    GetLen "GET_LEN" [Out, In, No] None Throws "R[a] = len(R[b]).";
}

impl Op {
    /// The name a listing shows.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// How the three operands are used.
    pub fn operands(self) -> [Operand; 3] {
        Self::OPERANDS[self as usize]
    }

    /// What follows the instruction.
    pub fn trailer(self) -> Trailer {
        Self::TRAILERS[self as usize]
    }

    /// Words the instruction takes, trailer included.
    #[inline(always)]
    pub fn words(self) -> usize {
        usize::from(Self::WORDS[self as usize])
    }

    /// Control flow and raising.
    pub fn effect(self) -> Effect {
        Self::EFFECTS[self as usize]
    }

    /// One line on what it does.
    pub fn doc(self) -> &'static str {
        Self::DOCS[self as usize]
    }

    /// The operation with this number, `None` when there is none.
    pub fn from_u8(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// Whether it stands before the first line of a function, where no event shows it.
    pub fn is_prologue(self) -> bool {
        matches!(self, Op::CopyFreeVars | Op::MakeCell | Op::MakeEmptyCell | Op::ReturnGenerator)
    }

    /// Whether control can go on to the next instruction.
    pub fn falls_through(self) -> bool {
        !matches!(self.effect(), Effect::Ends | Effect::Raises)
    }
}
