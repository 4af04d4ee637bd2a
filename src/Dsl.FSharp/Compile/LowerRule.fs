module internal Nano.Compile.LowerRule

open Nano.Plan
open Nano

/// A loss takes what the network ends with, and the label.
let private criterion output it : Result<CriterionPlan, Diagnostic list> =
    let named (it: Plan.Criterion) = Ok(NamedCriterionPlan it :> CriterionPlan)

    match it with
    | Criterion.Correlation -> named Plan.Criterion.Correlation
    | Criterion.CorrelationSigmoid -> named Plan.Criterion.CorrelationSigmoid
    | Criterion.Fisher -> named Plan.Criterion.Fisher
    | Criterion.Accuracy -> named Plan.Criterion.Accuracy
    | Criterion.Loss law ->
        LowerLaw.lower (Law.renamed [ "y"; "t" ] law) [ output; Dimension.none ]
        |> Result.map (fun it -> LossCriterionPlan it.Plan :> CriterionPlan)

let private range it =
    match it with
    | RangeRule.Penalty -> Plan.RangeRule.Penalty
    | RangeRule.Clip -> Plan.RangeRule.Clip
    | RangeRule.Smooth -> Plan.RangeRule.Smooth

let private decay context path value =
    Check.numberWhere context path "from 0 to below 1" (fun it -> it >= 0.0 && it < 1.0) value

/// The three constants of Adam, wherever they stand.
let checkAdam context path beta1 beta2 epsilon =
    decay context (path @ [ "beta1" ]) beta1
    @ decay context (path @ [ "beta2" ]) beta2
    @ Check.positive context (path @ [ "epsilon" ]) epsilon

let private correlation context path value =
    Check.numberWhere context path "from 0 to 1" (fun it -> it >= 0.0 && it <= 1.0) value

let check context path rule =
    match rule with
    | Genetic it ->
        let at key = path @ [ "genetic"; key ]

        [
            yield! correlation context (at "stop") it.Stop
            yield! Check.wholeBetween context (at "elite") 1 10000 it.Elite
            yield! Check.wholeBetween context (at "offspring") 2 10000 it.Offspring
            yield! Check.wholeBetween context (at "generations") 1 1000000 it.Generations
            yield! Check.notNegative context (at "alpha") it.Alpha
            yield! Check.notNegative context (at "beta") it.Beta
        ]
    | Gradient it ->
        let at key = path @ [ "gradient"; key ]

        [
            if it.Criterion = Criterion.Accuracy then
                Context.problem
                    context
                    (at "criterion")
                    "N201"
                    "the criterion 'accuracy' is a step function: it has no gradient to follow"
                    "take correlation-sigmoid, correlation or fisher, or the genetic rule"

            yield! correlation context (at "stop") it.Stop
            yield! Check.wholeBetween context (at "epochs") 1 10000000 it.Epochs
            yield! Check.positive context (at "rate") (float it.Rate)
            yield! checkAdam context (path @ [ "gradient" ]) it.Beta1 it.Beta2 it.Epsilon
            yield! Check.notNegative context (at "penalty-weight") it.PenaltyWeight
        ]

/// Outside its limits no voltage may reach an instrument; a penalty only makes it dear.
let checkPlace context path rule place =
    match rule with
    | Gradient { Range = RangeRule.Penalty } when place = Plan.SearchPlace.Instrument -> [
        Context.problem
            context
            (path @ [ "rule"; "gradient"; "range" ])
            "N201"
            "with range 'penalty' voltages leave their limits during the search, and this one is on the instrument"
            "take range: smooth or range: clip, or search on a surrogate"
      ]
    | Gradient _
    | Genetic _ -> []

/// The output is the unit in which the network ends.
let lower context path (output: Dimension) rule : Result<RulePlan, Diagnostic list> =
    let plan (criterion: CriterionPlan) : RulePlan =
        match rule with
        | Genetic it -> GeneticPlan(criterion, it.Stop, it.Elite, it.Offspring, it.Generations, it.Alpha, it.Beta)
        | Gradient it ->
            GradientPlan(
                criterion,
                it.Stop,
                it.Epochs,
                float it.Rate,
                it.Beta1,
                it.Beta2,
                it.Epsilon,
                range it.Range,
                it.PenaltyWeight
            )

    let place = context.Locate(path @ [ "criterion" ])

    criterion output (Rule.criterion rule)
    |> Result.map plan
    |> Result.mapError (List.map (fun it -> if it.Where = Place.None then it.At place else it))
