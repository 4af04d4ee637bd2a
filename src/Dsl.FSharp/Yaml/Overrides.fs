/// Edits of the tree before it is read, so that the same codec checks them: --set a.b.c=1.
module internal Nano.Yaml.Overrides

open Nano.Plan

/// An edit: the steps of its path, the new value, and the place that problems with it carry.
type Override = { Steps: string list; Value: Node; Place: Place }

let private mark = "--set "

/// Whether something was said on the command line, not in the file.
let isOverride (place: Place) = place.File.StartsWith(mark, System.StringComparison.Ordinal)

/// Deeper than any tree that is read.
let private mostSteps = 32

let private parse (text: string) : Result<Override, Diagnostic list> =
    let equals = text.IndexOf '='
    let path = if equals < 0 then text else text[.. equals - 1].Trim()
    let place = Place.Of(mark + Node.shown path)
    let steps = path.Split '.' |> List.ofArray

    if
        equals < 0
        || steps.Length > mostSteps
        || steps |> List.exists System.String.IsNullOrWhiteSpace
    then
        Codec.problem "N100" place "expected key=value" "as in --set vc-dimension.attempts=3"
    else
        let text = text[equals + 1 ..]

        let value =
            // Nothing at all is no YAML document, but it is a value: the missing one, which its codec refuses.
            if System.String.IsNullOrWhiteSpace text then
                Ok(Scalar("", false, place))
            else
                Parser.parseAt place text

        value
        |> Result.map (fun value -> { Steps = steps; Value = value; Place = place })

let private noPart (edit: Override) known step =
    let near = Nearest.hint known step
    let parent = edit.Steps |> List.takeWhile ((<>) step) |> String.concat "."

    let hint =
        if near = "" then
            $"'{parent}' is no mapping here: give all of it, as in {parent}={{ … }}"
        else
            near

    Codec.problem "N103" edit.Place $"there is no part '{step}' on this path" hint

let rec private set (edit: Override) steps node : Result<Node, Diagnostic list> =
    let enter rest child make = set edit rest child |> Result.map make

    match steps, node with
    | [], _ -> Ok edit.Value
    | step :: rest, Keys(entries, place) ->
        match Node.tryKey step node with
        | Some child ->
            enter rest child (fun child ->
                let replace (key: Key, old) = if key.Name = step then key, child else key, old
                Keys(List.map replace entries, place))
        | None ->
            // A new key, known or not: the codec will say, with the nearest one.
            enter rest (Keys([], edit.Place)) (fun child ->
                Keys(entries @ [ { Name = step; Place = edit.Place }, child ], place))
    | step :: rest, Items(items, place) ->
        let index =
            match List.tryFindIndex (fun item -> Node.asName item = Some step) items, System.Int32.TryParse step with
            | Some index, _ -> Some index
            | None, (true, index) when index >= 0 && index < items.Length -> Some index
            | None, _ -> None

        match index with
        | Some index -> enter rest items[index] (fun child -> Items(List.updateAt index child items, place))
        | None -> noPart edit (List.choose Node.asName items) step
    | step :: _, Scalar(text, false, place) when text = step ->
        // A case that was said by its name alone, as in 'rule: genetic', gets content.
        set edit steps (Keys([ { Name = text; Place = place }, Keys([], edit.Place) ], place))
    | _, Scalar _ when Node.isNothing node -> set edit steps (Keys([], edit.Place))
    | step :: _, Scalar _ -> noPart edit [] step

/// Settings of a device that the file does not have would make a device that nobody uses, and change nothing.
let private checkDevice root (edit: Override) =
    match edit.Steps, Node.tryKey "devices" root with
    | "devices" :: name :: _ :: _, Some(Keys(entries, _)) when entries |> List.forall (fun (key, _) -> key.Name <> name) ->
        let known = entries |> List.map (fun (key, _) -> key.Name)
        Codec.problem "N200" edit.Place $"no such device '{Node.shown name}'" (Nearest.hint known name)
    | _ -> Ok edit

/// A parameter of a law, laws.soft.i0, has its place below the law's parameters; a law that is a text alone gets one.
let private ofLaw root (edit: Override) =
    match edit.Steps with
    | [ "laws"; name; "parameters"; parameter ]
    | [ "laws"; name; parameter ] when parameter <> "formula" && parameter <> "parameters" ->
        let changed law =
            match law with
            | Scalar _ when not (Node.isNothing law) -> Node.keys [ "formula", law ]
            | other -> other

        let root =
            match root with
            | Keys(entries, place) ->
                let inLaws (key: Key, law) = key, (if key.Name = name then changed law else law)

                let inRoot (key: Key, child) =
                    match child with
                    | Keys(laws, place) when key.Name = "laws" -> key, Keys(List.map inLaws laws, place)
                    | child -> key, child

                Keys(List.map inRoot entries, place)
            | Scalar _
            | Items _ -> root

        root, { edit with Steps = [ "laws"; name; "parameters"; parameter ] }
    | _ -> root, edit

/// A law that the file does not have would be one that nothing uses, and change nothing.
let private checkLaw root (edit: Override) =
    match edit.Steps, Node.tryKey "laws" root with
    | "laws" :: name :: _, Some(Keys(entries, _)) when entries |> List.forall (fun (key, _) -> key.Name <> name) ->
        let known = entries |> List.map (fun (key, _) -> key.Name)
        Codec.problem "N302" edit.Place $"no law is called '{Node.shown name}'" (Nearest.hint known name)
    | "laws" :: name :: _, None ->
        Codec.problem "N302" edit.Place $"no law is called '{Node.shown name}'" "this experiment has no laws"
    | _ -> Ok edit

/// A model that the command line puts in the place of the file's own.
type ModelOverride = { Device: string; File: string; Place: Place }

/// Devices whose model is named on the command line, which says nothing of their physics.
let private modelOverrides (edits: Override list) =
    let isPhysics name (edit: Override) =
        match edit.Steps with
        | "devices" :: device :: "physics" :: _ -> device = name
        | _ -> false

    edits
    |> List.choose (fun edit ->
        match edit.Steps, edit.Value with
        | [ "devices"; name; "surrogate" ], Scalar(file, _, _) when not (Node.isNothing edit.Value) ->
            Some { Device = name; File = file; Place = edit.Place }
        | _ -> None)
    |> List.filter (fun edit -> not (List.exists (isPhysics edit.Device) edits))
    |> List.rev
    |> List.distinctBy _.Device // the last one holds

/// The tree without what a path names.
let rec without path node =
    match path, node with
    | [ last ], Keys(entries, place) -> Keys(List.filter (fun (key: Key, _) -> key.Name <> last) entries, place)
    | step :: rest, Keys(entries, place) ->
        let edited (key: Key, child) = key, (if key.Name = step then without rest child else child)
        Keys(List.map edited entries, place)
    | _ -> node

/// The tree with all edits, in their order, and the models that came with them; the problems of all edits that cannot
/// be made.
let apply (overrides: string list) (root: Node) : Result<Node * ModelOverride list, Diagnostic list> =
    let edits = overrides |> List.map parse

    let step (tree, problems) edit =
        match
            edit
            |> Result.bind (checkDevice tree)
            |> Result.bind (checkLaw tree)
            |> Result.map (ofLaw tree)
            |> Result.bind (fun (tree, edit) -> set edit edit.Steps tree)
        with
        | Ok tree -> tree, problems
        | Error found -> tree, problems @ found

    match List.fold step (root, []) edits with
    | tree, [] -> Ok(tree, modelOverrides (List.choose Result.toOption edits))
    | _, problems -> Error problems
