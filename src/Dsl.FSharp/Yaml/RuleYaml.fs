/// rule: genetic, or { gradient: { … } }.
module internal Nano.Yaml.RuleYaml

open Nano

let private differentiable = [
    "correlation", Criterion.Correlation
    "correlation-sigmoid", Criterion.CorrelationSigmoid
    "fisher", Criterion.Fisher
]

let private named = differentiable @ [ "accuracy", Criterion.Accuracy ]

/// One of the words, or { loss: FORMULA }.
let private criterionOf laws label words : Codec<Criterion> =
    let word = Codec.word label words
    let loss = LawText.law laws [ "y"; "t" ]

    let sentence =
        "a formula of the current y and the label t (0 or 1), whose mean over the points is to be small"

    let full =
        Codec.spoken "Criterion.Loss"
        <| mapping (
            keys {
                let! law = required "loss" sentence loss id
                return law
            }
        )

    {
        Read =
            fun node ->
                match node with
                | Keys _ -> full.Read node |> Result.map Criterion.Loss
                | Scalar _
                | Items _ ->
                    word.Read node
                    |> Result.mapError (
                        List.map (fun it ->
                            Nano.Plan.Diagnostic(
                                it.Code,
                                it.Where,
                                it.Message,
                                $"{it.Hint}, or {{ loss: FORMULA }}",
                                it.Severity
                            ))
                    )
        Write =
            fun it ->
                match it with
                | Criterion.Loss law -> full.Write law
                // A script may hold what the compiler has yet to refuse.
                | other -> (Codec.word "criterion" named).Write other
        Schema = fun () -> Codec.schema [ "oneOf", System.Text.Json.Nodes.JsonArray(word.Schema(), full.Schema()) ]
    }

let private criterionSentence = "what the search maximises (correlation-sigmoid), or { loss: FORMULA }"
let private stopSentence = "ends when all points are separated at this correlation (0.95)"

let private genetic laws : Codec<Genetic> =
    let usual = Genetic.standard

    mapping (
        keys {
            let! criterion =
                optional
                    "criterion"
                    criterionSentence
                    usual.Criterion
                    (criterionOf laws "criterion" named)
                    (fun (it: Genetic) -> it.Criterion)

            and! stop = optional "stop" stopSentence usual.Stop Codec.number _.Stop
            and! elite = optional "elite" "genomes that live on unchanged (4)" usual.Elite Codec.integer _.Elite

            and! offspring =
                optional "offspring" "genomes that are bred anew (22)" usual.Offspring Codec.integer _.Offspring

            and! generations =
                optional "generations" "generations of a search (100)" usual.Generations Codec.integer _.Generations

            and! alpha = optional "alpha" "crossover beyond the fitter parent (0.6)" usual.Alpha Codec.number _.Alpha
            and! beta = optional "beta" "crossover beyond the other parent (0.4)" usual.Beta Codec.number _.Beta

            return {
                Criterion = criterion
                Stop = stop
                Elite = elite
                Offspring = offspring
                Generations = generations
                Alpha = alpha
                Beta = beta
            }
        }
    )

let private gradient laws : Codec<Gradient> =
    let usual = Gradient.adam

    let range =
        Codec.word "range rule" [ "penalty", RangeRule.Penalty; "clip", RangeRule.Clip; "smooth", RangeRule.Smooth ]

    mapping (
        keys {
            let! criterion =
                // Accuracy is a step function: a gradient search has no slope to follow.
                optional
                    "criterion"
                    criterionSentence
                    usual.Criterion
                    (criterionOf laws "differentiable criterion" differentiable)
                    (fun (it: Gradient) -> it.Criterion)

            and! stop = optional "stop" stopSentence usual.Stop Codec.number _.Stop
            and! epochs = optional "epochs" "steps of a search (300)" usual.Epochs Codec.integer _.Epochs
            and! rate = optional "rate" "step size (0.02 V)" usual.Rate Codec.volts _.Rate
            and! beta1 = optional "beta1" "decay of Adam's first moment (0.9)" usual.Beta1 Codec.number _.Beta1
            and! beta2 = optional "beta2" "decay of Adam's second moment (0.999)" usual.Beta2 Codec.number _.Beta2

            and! epsilon =
                optional "epsilon" "Adam's divisor stays above it (1e-8)" usual.Epsilon Codec.number _.Epsilon

            and! range = optional "range" "how voltages stay inside their limits (smooth)" usual.Range range _.Range

            and! weight =
                optional
                    "penalty-weight"
                    "loss for each volt outside, with range: penalty (1)"
                    usual.PenaltyWeight
                    Codec.number
                    _.PenaltyWeight

            return {
                Criterion = criterion
                Stop = stop
                Epochs = epochs
                Rate = rate
                Beta1 = beta1
                Beta2 = beta2
                Epsilon = epsilon
                Range = range
                PenaltyWeight = weight
            }
        }
    )

let rule laws : Codec<Rule> =
    oneOf "rule" [
        caseOr "genetic" "genetic search" Genetic.standard (genetic laws) Genetic (function
            | Genetic it -> Some it
            | Gradient _ -> None)
        caseOr "gradient" "Adam on the control voltages" Gradient.adam (gradient laws) Gradient (function
            | Gradient it -> Some it
            | Genetic _ -> None)
    ]
