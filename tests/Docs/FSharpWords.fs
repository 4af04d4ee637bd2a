/// Finds the F# word of a YAML word, by the rule that both are one word, and by reflection: what is not there is not told.
module Nano.Docs.FSharpWords

open System
open System.Reflection
open Microsoft.FSharp.Reflection

let private publicTypes =
    typeof<Nano.Experiment>.Assembly.GetTypes()
    |> Array.filter (fun it -> it.IsPublic && it.Namespace = "Nano")

let private capital (word: string) = string (Char.ToUpperInvariant word[0]) + word[1..]

/// layout-seed → LayoutSeed.
let pascal (word: string) = word.Split '-' |> Array.map capital |> String.concat ""

/// layout-seed → layoutSeed.
let camel (word: string) =
    let joined = pascal word
    string (Char.ToLowerInvariant joined[0]) + joined[1..]

let private isModule (it: Type) = it.IsAbstract && it.IsSealed && FSharpType.IsModule it

/// A record or union by its name.
let tryType (name: string) =
    publicTypes
    |> Array.tryFind (fun it -> it.Name = name && (FSharpType.IsRecord it || FSharpType.IsUnion it))

let private fields (it: Type) = if FSharpType.IsRecord it then FSharpType.GetRecordFields it else [||]
let private cases (it: Type) = if FSharpType.IsUnion it then FSharpType.GetUnionCases it else [||]

/// A module has the name of its type, or that name and "Module".
let private modules name =
    publicTypes
    |> Array.filter (fun it -> isModule it && (it.Name = name || it.Name = name + "Module"))

let private hasMember name (it: Type) =
    it.GetMembers(BindingFlags.Public ||| BindingFlags.Static)
    |> Array.exists (fun found -> found.Name = name)

/// A value or function of the module that stands beside a type: Hopping.tiny.
let beside typeName word =
    if modules typeName |> Array.exists (hasMember (camel word)) then
        Some $"{typeName}.{camel word}"
    else
        None

let private syntax =
    publicTypes
    |> Array.filter (fun it ->
        it.IsAbstract
        && it.IsSealed
        && it.GetCustomAttribute<AutoOpenAttribute>() <> null)

/// A function that needs no qualification: dnpu.
let func word =
    if syntax |> Array.exists (hasMember (camel word)) then
        Some(camel word)
    else
        None

/// A parameter of such a function.
let parameter (functionName: string) word =
    syntax
    |> Array.collect (fun it -> it.GetMethods(BindingFlags.Public ||| BindingFlags.Static))
    |> Array.filter (fun it -> it.Name = functionName)
    |> Array.exists (fun it -> it.GetParameters() |> Array.exists (fun given -> given.Name = camel word))

/// A field of a record, also one level below: Acquire.Sampling.Waveform.
let field (owner: Type) word =
    let name = pascal word

    match fields owner |> Array.tryFind (fun it -> it.Name = name) with
    | Some _ -> Some $"{owner.Name}.{name}"
    | None ->
        fields owner
        |> Array.tryFind (fun it -> fields it.PropertyType |> Array.exists (fun below -> below.Name = name))
        |> Option.map (fun it -> $"{owner.Name}.{it.Name}.{name}")

let private called (it: UnionCaseInfo) = $"{it.DeclaringType.Name}.{it.Name}"

/// The only case that holds what the YAML word holds ("Genetic", "String").
let private caseHolding (union: Type) (content: string option) =
    let holds (it: UnionCaseInfo) =
        match it.GetFields(), content with
        | [| only |], Some content -> String.Equals(only.PropertyType.Name, content, StringComparison.OrdinalIgnoreCase)
        | _ -> false

    match cases union |> Array.filter holds with
    | [| only |] -> Some(called only)
    | _ -> None

let private caseCalled (union: Type) word =
    cases union
    |> Array.tryFind (fun it -> it.Name = pascal word)
    |> Option.map called

/// A case of a union: what it holds tells most, then its name.
let case (union: Type) word content = caseHolding union content |> Option.orElse (caseCalled union word)

/// The same, of a union that a record has as a field: vc-dimension of Experiment.Protocol.
let caseOfField (owner: Type) word content =
    let among find = fields owner |> Array.tryPick (fun it -> find it.PropertyType)

    among (fun union -> caseHolding union content)
    |> Option.orElse (among (fun union -> caseCalled union word))

/// Whether a word that a codec names exists: "named", "Gate.Table".
let exists (word: string) =
    match word.Split '.' with
    | [| name |] -> func name = Some name
    | [| owner; name |] ->
        (modules owner |> Array.exists (hasMember name))
        || (match tryType owner with
            | Some it ->
                (fields it |> Array.exists (fun field -> field.Name = name))
                || (cases it |> Array.exists (fun case -> case.Name = name))
            | None -> false)
    | _ -> false
