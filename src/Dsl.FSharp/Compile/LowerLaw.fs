/// Laws become tapes: numbers in one way of counting currents, units checked and gone, slopes in symbols.
module internal Nano.Compile.LowerLaw

open System.Collections.Immutable
open Nano.Plan
open Nano.Runtime.Formulas
open Nano
open Nano.Yaml

/// A law in its place: what the plan says, and in what its value is.
type LoweredLaw = { Plan: LawPlan; Value: Dimension; Formula: Formula<float> }

let private current = CurrentUnit.Nanoamperes

let private refuse place code message hint : Result<_, Diagnostic list> = Codec.problem code place message hint

let private describe = Dimension.describe current

/// F# knew the units of a quotation; here it meets what the network has.
let private checkUnits place (law: Law) (given: Dimension list) =
    let known, value = law.Units
    let all = List.choose id (value :: known)
    let countsAmperes = law.Current = Some CurrentUnit.Amperes

    let strangers =
        List.zip3 law.Arguments known given
        |> List.filter (fun (_, known, given) -> known |> Option.exists ((<>) given))

    match strangers with
    | _ when
        countsAmperes
        && all |> List.exists (fun it -> Dimension.currentExponent it <> 0.0)
        ->
        refuse place "N305" "this law counts currents in A; a dopant network counts them in nA" "write float<nA>"
    | (name, Some known, given) :: _ ->
        refuse
            place
            "N305"
            $"the argument '{name}' of this law is {describe known}; what arrives is {describe given}"
            ""
    | _ -> Ok()

let private checkNames place (law: Law) =
    let isTaken name = List.contains name law.Arguments
    let isFunction (name: string) = (Operations.FunctionOf name).HasValue

    match
        law.Parameters
        |> List.tryFind (fun (name, _) -> isTaken name || isFunction name)
    with
    | Some(name, _) when isTaken name ->
        refuse place "N304" $"'{name}' is the argument of this law here, and cannot be a parameter" "take another name"
    | Some(name, _) -> refuse place "N304" $"'{name}' is a function, and cannot be a parameter" "take another name"
    | None -> Ok()

/// Steps that all tapes of a law may have together.
let private most = Tape.MostSteps

let private plan place (law: Law) (solved: LawUnits.Solved) =
    let number (it: Quantity) = it.In current
    let formula = Formula.simplify (Formula.map number law.Body)
    let slope by = Formula.simplify (Formula.derivative by formula)

    let ofArguments =
        law.Arguments
        |> List.mapi (fun index _ -> slope (Formula.Variable.Argument index))

    let ofParameters = law.Parameters |> List.map (fst >> Formula.Variable.Parameter >> slope)

    if formula :: ofArguments @ ofParameters |> List.sumBy Formula.size > most then
        refuse place "N300" $"this law and its slopes take more than {most} steps" "simplify it"
    else
        let tape = Formula.tape law.Arguments

        Ok {
            Plan =
                LawPlan(
                    ImmutableArray.CreateRange law.Arguments,
                    ImmutableArray.CreateRange [
                        for name, value in law.Parameters -> LawParameterPlan(name, number value)
                    ],
                    tape formula,
                    ImmutableArray.CreateRange(List.map tape ofArguments),
                    ImmutableArray.CreateRange(List.map tape ofParameters)
                )
            Value = solved.Value
            Formula = formula
        }

/// A law whose arguments are in these units.
let lower (law: Law) (arguments: Dimension list) : Result<LoweredLaw, Diagnostic list> =
    let place = law.Place law.Body

    if not law.Problems.IsEmpty then
        Error law.Problems
    elif
        law.Arguments.Length <> arguments.Length
        || (fst law.Units).Length <> arguments.Length
    then
        let message = $"this law takes {(fst law.Units).Length} arguments; {arguments.Length} are given here"
        refuse place "N305" message "law <@ fun x -> … @> has one, law2 <@ fun y t -> … @> two"
    else
        checkUnits place law arguments
        |> Result.bind (fun () -> checkNames place law)
        |> Result.bind (fun () ->
            match law.Solve (List.map Some arguments) None with
            | Error misfit -> refuse (law.Place misfit.Part) "N303" misfit.Says misfit.Hint
            | Ok solved -> plan place law solved)
