/// nano model, and files that are no models or mean harm.
module Nano.Cli.Tests.ModelTests

open System
open System.Globalization
open System.IO
open System.Text
open Nano.Cli.Tests.Bench
open Nano.Cli.Tests.Experiments
open Xunit

/// A pickle that wants os.system called as soon as it is read: posix.system("touch harm").
let private harmful =
    Encoding.ASCII.GetBytes "\x80\x02cposix\nsystem\nX\x0a\x00\x00\x00touch harm\x85R."
    |> Array.mapi (fun index it -> if index = 0 then 0x80uy else it)

let private hostile kind =
    match kind with
    | "cut" -> [| 0x50uy; 0x4buy; 3uy; 4uy; 20uy; 0uy; 0uy |]
    | "random" ->
        let bytes = Array.zeroCreate 5000
        (Random 3).NextBytes bytes
        bytes
    | _ -> harmful

[<Theory>]
[<InlineData("cut", "error N113: broken zip at byte")>]
[<InlineData("random", "error N117: ")>]
[<InlineData("harm", "error N11")>]
let A_hostile_model_is_refused_and_does_nothing (kind: string, text: string) =
    use folder = new Folder()
    folder.Write("model.safetensors", hostile kind)
    folder.Write("e.yaml", modelled)
    let before = stamps folder.Path
    let shown = folder.Nano("model", "model.safetensors")
    ended 3 shown
    says [ "model.safetensors: " + text ] shown
    let run = folder.Nano("run", "e.yaml")
    ended 3 run
    says [ "e.yaml:4:16: " + text ] run
    Assert.Equal<Map<_, _>>(before, stamps folder.Path)

/// The network of 7-4-1 in plain double arithmetic.
let private current (volts: float[]) =
    let network = model.Network

    let layer index (inputs: float[]) =
        let weights = network.Weights[index]

        network.Biases[index]
        |> Array.mapi (fun row bias ->
            let products =
                inputs
                |> Array.mapi (fun column it -> it * float weights[row * inputs.Length + column])

            float bias + Array.sum products)

    let hidden = layer 0 volts |> Array.map (max 0.0)
    model.Amplification * (layer 1 hidden)[0]

let private table (rows: float[][]) =
    let line (row: float[]) =
        row
        |> Array.map _.ToString("R", CultureInfo.InvariantCulture)
        |> String.concat ","

    rows |> Array.map line |> String.concat "\n"

[<Fact>]
let A_model_is_evaluated_as_its_network_says () =
    use folder = new Folder()
    writeModel folder.Path
    let random = Random 5
    let rows = [| for _ in 1..300 -> [| for _ in 1..7 -> 2.0 * random.NextDouble() - 1.0 |] |]
    rows[7][3] <- 1.5
    folder.Write("in.csv", table rows)
    let outcome = folder.Nano("model", "model.safetensors", "--eval", "in.csv")
    ended 0 outcome
    says [ "warning: 1 of 300 rows lie outside" ] outcome
    let lines = outcome.Out.TrimEnd('\n').Split '\n'
    Assert.Equal("current_nA", lines[0])
    Assert.Equal(rows.Length, lines.Length - 1)

    for row in 0 .. rows.Length - 1 do
        Assert.Equal(current rows[row], Double.Parse(lines[row + 1], CultureInfo.InvariantCulture), 1e-4)

[<Fact>]
let A_cell_that_is_no_number_is_named () =
    use folder = new Folder()
    writeModel folder.Path
    folder.Write("in.csv", "0,0,0,0,0,0,0\n0,0,0,oops,0,0,0\n")
    let outcome = folder.Nano("model", "model.safetensors", "--eval", "in.csv")
    ended 3 outcome
    says [ "in.csv:2:"; "error N119"; "oops" ] outcome
    folder.Write("narrow.csv", "0,0\n")
    let narrow = folder.Nano("model", "model.safetensors", "--eval", "narrow.csv")
    ended 3 narrow
    says [ "narrow.csv: error N119: the table has 2 columns, the model 7 electrodes" ] narrow

[<Fact>]
let A_model_is_shown_and_converted () =
    use folder = new Folder()
    writeModel folder.Path
    let shown = folder.Nano("model", "model.safetensors")
    ended 0 shown
    Assert.Contains("7", shown.Out)
    let converted = folder.Nano("model", "model.safetensors", "--to", "copy.safetensors")
    ended 0 converted
    says [ "written: copy.safetensors" ] converted

    Assert.Equal<byte>(
        File.ReadAllBytes(folder.At "model.safetensors"),
        File.ReadAllBytes(folder.At "copy.safetensors")
    )

    let json = folder.Nano("model", "copy.safetensors", "--json")
    ended 0 json
    use document = System.Text.Json.JsonDocument.Parse json.Out
    Assert.Equal(37, document.RootElement.GetProperty("parameters").GetInt32())
    let other = folder.Nano("model", "model.safetensors", "--to", "copy.pt")
    ended 2 other
    says [ "only safetensors are written" ] other
