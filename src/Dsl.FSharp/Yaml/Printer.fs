/// Tree to text: block mappings, lists of scalars on one line.
module internal Nano.Yaml.Printer

open System.Text
open System.Text.RegularExpressions

let private plain = Regex(@"^[A-Za-z0-9_./+\-µΩ][A-Za-z0-9_./+\-µΩ ]*\z", RegexOptions.CultureInvariant)

let private readable =
    System.Text.Json.JsonSerializerOptions(
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    )

/// A JSON string is a YAML string.
let private json (text: string) = System.Text.Json.JsonSerializer.Serialize(text, readable)

let private quote (text: string) =
    if
        plain.IsMatch text
        && not (text.EndsWith ' ')
        && not (text.StartsWith "- ")
        && not (text.StartsWith "---")
        && text <> "-"
        && text <> "null"
    then
        text
    else
        json text

let rec private isFlat node =
    match node with
    | Scalar _ -> true
    | Items(items, _) -> items |> List.forall (fun item -> item.IsScalar)
    | Keys _ -> false

let rec private flow node =
    match node with
    | Scalar(text, quoted, _) -> if quoted then json text else quote text
    | Items(items, _) -> $"""[{items |> List.map flow |> String.concat ", "}]"""
    | Keys(entries, _) ->
        let pairs = entries |> List.map (fun (key, value) -> $"{quote key.Name}: {flow value}")
        $"""{{ {String.concat ", " pairs} }}"""

let rec private block (out: StringBuilder) (indent: string) node =
    match node with
    | Keys(entries, _) when not entries.IsEmpty ->
        for key, value in entries do
            out.Append(indent).Append(quote key.Name).Append(':') |> ignore
            child out indent value
    | Items(items, _) when not items.IsEmpty ->
        for item in items do
            // Layers and points read best on one line each.
            out.Append(indent).Append("- ").Append(flow item).Append('\n') |> ignore
    | other -> out.Append(indent).Append(flow other).Append('\n') |> ignore

and private child out indent value =
    match value with
    | Keys(entries, _) when entries.IsEmpty -> out.Append(" {}\n") |> ignore
    | _ when isFlat value -> out.Append(' ').Append(flow value).Append('\n') |> ignore
    | _ ->
        out.Append '\n' |> ignore
        block out (indent + "  ") value

let print node =
    let out = StringBuilder()
    block out "" node
    out.ToString()
