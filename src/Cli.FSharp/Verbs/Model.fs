module Nano.Cli.ModelVerb

open System
open System.IO
open System.Text.Json
open Argu
open Nano.Runtime
open Nano.Runtime.Formats
open Nano.Runtime.Networks
open Nano.Runtime.Surrogates

let private evaluate (model: SurrogateModel) (csv: string) =
    let kernel = DenseEvaluator model.Network
    use input = new StreamReader(FileBytes.Open csv)
    let forward = BlockEvaluator(fun inputs outputs rows -> kernel.Forward(inputs, outputs, rows))
    let outcome = SurrogateCsv.Evaluate(model, forward, input, csv, Console.Out)

    if outcome.RowsOutside > 0 then
        eprintfn
            $"warning: {outcome.RowsOutside} of {outcome.Rows} rows lie outside the ranges that the model was trained on"

/// Infinite and missing numbers have no spelling in JSON: they are null.
let private number (value: float) : Nullable<float> = if Double.IsFinite value then Nullable value else Nullable()

let private json (model: SurrogateModel) =
    let origin = model.Origin

    JsonSerializer.Serialize {|
        widths = Seq.toArray model.Network.Widths
        activation = "relu"
        parameters = model.Network.ParameterCount
        ranges_V = [| for range in model.Ranges -> [| range.Low; range.High |] |]
        amplification_nA_per_V = model.Amplification
        clip_nA = [| number model.Clip.Low; number model.Clip.High |]
        data_input_channels = [| for channel in model.DataInputs -> channel + 1 |]
        maker = origin.Maker
        device = origin.Device
        plan = origin.Plan
        training_rows = origin.TrainingRows
        training_error_nA = number origin.TrainingError
        validation_error_nA = number origin.ValidationError
        test_error_nA = number origin.TestError
        notes = origin.Notes
    |}

let run (arguments: ParseResults<ModelArguments>) =
    let model = SurrogateFile.Read(arguments.GetResult ModelArguments.File)

    match arguments.TryGetResult ModelArguments.To with
    | Some path ->
        if not (path.EndsWith ".safetensors") then
            let hint = "name a file that ends in .safetensors"
            raise (UsageException($"'{path}': only safetensors are written", hint))

        SurrogateFile.Write(model, path)
        eprintfn $"written: {path}"
    | None -> ()

    match arguments.TryGetResult ModelArguments.Eval with
    | Some csv -> evaluate model csv
    | None when arguments.Contains ModelArguments.Json -> printfn $"{json model}"
    | None when arguments.Contains ModelArguments.To -> ()
    | None ->
        for line in SurrogateDescription.Of model do
            printfn $"{line}"

    Exit.Done
