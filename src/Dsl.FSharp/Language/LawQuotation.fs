/// A quotation becomes a law: F# has checked its units and forgotten them.
module internal Nano.LawQuotation

open System
open System.Reflection
open FSharp.Quotations
open FSharp.Quotations.Patterns
open Nano.Plan
open Nano.Runtime.Formulas
open Nano.Yaml

exception private Refused of code: string * message: string * hint: string

let private refuse code message hint = raise (Refused(code, message, hint))

let private deepest = 200

/// Where the quotation stands: F# keeps the place of its root.
let private placeOf (quotation: Expr) =
    quotation.CustomAttributes
    |> List.tryPick (fun attribute ->
        match attribute with
        | NewTuple [ Value((:? string as key), _)
                     NewTuple(Value((:? string as file), _) :: Value((:? int as line), _) :: Value((:? int as column),
                                                                                                   _) :: _) ] when
            key = "DebugRange"
            ->
            Some(Place(file, line, column + 1))
        | _ -> None)
    |> Option.defaultValue Place.None

let private operations =
    dict [
        "op_Addition", Operation.Add
        "op_Subtraction", Operation.Subtract
        "op_Multiply", Operation.Multiply
        "op_Division", Operation.Divide
        "op_Exponentiation", Operation.Power
    ]

let private functions =
    dict [
        "op_UnaryNegation", Function.Negate
        for word, it in LawWords.functions do
            string (Char.ToUpperInvariant word[0]) + word[1..], it
    ]

let private isOf (name: string) (method: MethodInfo) =
    match method.DeclaringType with
    | null -> false
    | declaring -> declaring.FullName = name

let private isOperator = isOf "Microsoft.FSharp.Core.Operators"
let private isOurs = isOf "Nano.LawWordsSyntax"

/// A value that stands already: a captured one, or what a property of the script gives.
let rec private captured (expression: Expr) : objnull option =
    match expression with
    | Value(value, _)
    | ValueWithName(value, _, _) -> Some value
    | PropertyGet(None, property, []) -> Some(property.GetValue null)
    | PropertyGet(Some inner, property, []) -> captured inner |> Option.map property.GetValue
    | FieldGet(None, field) -> Some(field.GetValue null)
    | FieldGet(Some inner, field) -> captured inner |> Option.map field.GetValue
    | _ -> None

let private named (method: MethodInfo) =
    let declaring =
        match method.DeclaringType with
        | null -> ""
        | it -> it.Name + "."

    if isOperator method then
        method.Name.ToLowerInvariant()
    else
        declaring + method.Name

type private State() =
    member val Parameters: (string * Quantity) list = [] with get, set

/// A part of the formula, and how many parts it has itself: a name that stands for much must not be written out for ever.
let rec private read (state: State) depth (variables: Map<Var, Formula<Quantity> * int>) (expression: Expr) =
    if depth > deepest then
        refuse "N300" $"a law is nested more than {deepest} levels deep" ""

    let inner = read state (depth + 1) variables

    let made (formula, size) =
        if size > LawWords.most then
            let message, hint = LawWords.tooLong "this law"
            refuse "N300" message hint

        formula, size

    match expression with
    | Let(variable, value, body) -> read state (depth + 1) (Map.add variable (inner value) variables) body
    | Var variable ->
        match Map.tryFind variable variables with
        | Some it -> it
        | None -> refuse "N301" $"'{variable.Name}' cannot be part of a law" LawWords.hint
    | Call(None, method, [ a; b ]) when isOperator method && operations.ContainsKey method.Name ->
        let (a, sizeA), (b, sizeB) = inner a, inner b
        made (Combine(operations[method.Name], a, b), sizeA + sizeB + 1)
    | Call(None, method, [ a; Value((:? int as power), _) ]) when isOperator method && method.Name = "PowInteger" ->
        let a, size = inner a
        made (Combine(Operation.Power, a, Number(Quantity.plain (float power))), size + 2)
    | Call(None, method, [ a ]) when isOperator method && method.Name = "op_UnaryPlus" -> inner a
    | Call(None, method, [ a ]) when isOperator method && functions.ContainsKey method.Name ->
        match functions[method.Name], inner a with
        | Function.Negate, (Number it, size) -> Number(Quantity.negate it), size
        | it, (a, size) -> made (Apply(it, a), size + 1)
    | Call(None, method, [ a ]) when isOurs method && method.Name = "limexp" ->
        let a, size = inner a
        made (Apply(Function.Limexp, a), size + 1)
    | Call(None, method, [ name; value ]) when isOurs method && method.Name = "param" ->
        match captured name, inner value with
        | Some(:? string as name), (Number value, _) -> parameter state name value
        | Some(:? string as name), _ ->
            refuse "N304" $"the parameter '{name}' has no value" "its value must be a number"
        | _ -> refuse "N301" "the name of a parameter must be written out" "as in param \"Is\" 1e-12<A>"
    | IfThenElse _ -> refuse "N301" "'if' cannot be part of a law: its slope jumps" "take tanh for a smooth step"
    | Call(_, method, _) -> refuse "N301" $"'{named method}' cannot be part of a law" (hintOf method)
    | _ ->
        match captured expression with
        | Some(:? float as number) when Double.IsFinite number -> Number(Quantity.erased number), 1
        | Some(:? float as number) -> refuse "N304" $"{number} is no value for a law" ""
        | Some _
        | None -> refuse "N301" "this cannot be part of a law" LawWords.hint

and private parameter state name value =
    let isName = name <> "" && (Char.IsAsciiLetter name[0] || name[0] = '_')

    if not (isName && name |> Seq.forall (fun c -> Char.IsAsciiLetterOrDigit c || c = '_')) then
        refuse
            "N304"
            $"'{Node.shown name}' is no name of a parameter"
            "letters, digits and '_', beginning with a letter"

    match state.Parameters |> List.tryFind (fst >> (=) name) with
    | Some(_, before) when before <> value ->
        refuse "N304" $"the parameter '{name}' has two values" "name it once with let, and take it twice"
    | Some _ -> ()
    | None -> state.Parameters <- state.Parameters @ [ name, value ]

    Parameter name, 1

and private hintOf method =
    let word = method.Name.ToLowerInvariant()
    let words = List.map fst LawWords.functions

    if List.contains word words then
        $"take the function '{word}' of F#"
    else
        match Nearest.word words word with
        | Some near -> $"did you mean '{near}'?"
        | None -> LawWords.hint

let rec private lambda names (expression: Expr) =
    match expression with
    | Lambda(variable, body) -> lambda (names @ [ variable ]) body
    | body -> names, body

/// The law of a quotation; what is wrong with it goes along, and is told when an experiment is compiled.
let law (arguments: Dimension option list) value current (quotation: Expr) : Law =
    let place = placeOf quotation
    let variables, body = lambda [] quotation
    let state = State()

    let body, problems =
        try
            if variables.Length <> arguments.Length then
                let message = $"this law has {variables.Length} arguments; it needs {arguments.Length}"
                refuse "N305" message "write it as fun x -> …"

            let known = Map.ofList [ for index, it in List.indexed variables -> it, (Argument index, 1) ]
            let formula, _ = read state 0 known body

            for variable in variables do
                if List.exists (fst >> (=) variable.Name) state.Parameters then
                    refuse "N304" $"'{variable.Name}' is both an argument and a parameter" "take another name"

            formula, []
        with
        | Refused(code, message, hint) -> Number(Quantity.plain 0.0), [ Diagnostic.Error(code, message, hint).At place ]
        | :? TargetInvocationException as problem ->
            let why =
                match problem.InnerException with
                | null -> problem.Message
                | inner -> inner.Message

            Number(Quantity.plain 0.0),
            [ Diagnostic.Error("N304", $"a value of this law cannot be had: {why}").At place ]

    {
        Name = None
        Arguments = variables |> List.map _.Name
        Units = arguments, value
        Current = current
        Parameters = state.Parameters
        Body = body
        Problems = problems
        Place = fun _ -> place
    }
