/// surrogate: { device, data, hidden, epochs, … }.
module internal Nano.Yaml.SurrogateYaml

open Nano

let private data: Codec<TrainingData> =
    oneOf "kind of training data" [
        caseOr "acquire" "acquired at the start of the run" Waves.standard AcquireYaml.waves Acquired (function
            | Acquired waves -> Some waves
            | Recorded _ -> None)
        case "csv" "a file: volts of each activation electrode, then nanoamperes" Codec.text Recorded (function
            | Recorded path -> Some path
            | Acquired _ -> None)
    ]

let surrogate (scope: Device list) (laws: LawText.Laws) : Codec<SurrogateTraining> =
    let usual = SurrogateTraining.on (Device.named "")

    mapping (
        keys {
            let! device =
                required "device" "name of the device" (DeviceYaml.reference scope) (fun (it: SurrogateTraining) ->
                    it.Device)

            and! data = optional "data" "where the data come from (acquire)" usual.Data data _.Data

            and! hidden =
                optional
                    "hidden"
                    "widths of the hidden layers ([90, 90, 90, 90, 90])"
                    usual.Hidden
                    (Codec.filled "widths" Codec.integer)
                    _.Hidden

            and! epochs = optional "epochs" "passes over the data (100)" usual.Epochs Codec.integer _.Epochs
            and! batch = optional "batch" "rows for each step (256)" usual.Batch Codec.integer _.Batch
            and! rate = optional "rate" "Adam's step size (1e-3)" usual.Rate Codec.number _.Rate
            and! beta1 = optional "beta1" "decay of Adam's first moment (0.9)" usual.Beta1 Codec.number _.Beta1
            and! beta2 = optional "beta2" "decay of Adam's second moment (0.999)" usual.Beta2 Codec.number _.Beta2

            and! epsilon =
                optional "epsilon" "Adam's divisor stays above it (1e-8)" usual.Epsilon Codec.number _.Epsilon

            and! amplification =
                optional
                    "amplification"
                    "nanoamperes for each volt at the readout (1)"
                    usual.Amplification
                    Codec.number
                    _.Amplification

            and! clip =
                optional
                    "clip"
                    "rows whose current lies outside are dropped; none"
                    Interval.unbounded
                    (Codec.interval Codec.nanoamperes)
                    _.Clip

            and! splits =
                optional
                    "splits"
                    "fractions for training, validation and test ([0.8, 0.1, 0.1])"
                    usual.Splits
                    (Codec.filled "fractions" Codec.number)
                    _.Splits

            and! loss =
                maybe
                    "loss"
                    "a formula of the model's current y and the measured t, in nA; the mean square"
                    (LawText.law laws [ "y"; "t" ])
                    _.Loss

            return {
                Device = device
                Data = data
                Hidden = hidden
                Epochs = epochs
                Batch = batch
                Rate = rate
                Beta1 = beta1
                Beta2 = beta2
                Epsilon = epsilon
                Amplification = amplification
                Clip = clip
                Splits = splits
                Loss = loss
            }
        }
    )
