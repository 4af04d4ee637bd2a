namespace Nano

/// What a search for control voltages maximises.
[<RequireQualifiedAccess>]
type Criterion =
    | Correlation
    | CorrelationSigmoid
    | Fisher
    | Accuracy
    /// Minus the mean over the points of a law of the current and the label, 0 or 1:
    /// law2 <@ fun (y: float<nA>) (t: float) -> log (1.0 + exp ((1.0 - 2.0 * t) * y / 1.0<nA>)) @>.
    | Loss of Law

/// How gradient search keeps control voltages inside their limits.
[<RequireQualifiedAccess>]
type RangeRule =
    /// Every volt outside costs PenaltyWeight.
    | Penalty
    /// Back onto the limits after each step.
    | Clip
    /// A free variable mapped smoothly (tanh) into the limits.
    | Smooth

/// Linear ranking, stochastic universal sampling, BLX-α-β crossover, triangular mutation.
type Genetic = {
    Criterion: Criterion
    /// Ends when all points are separated at this correlation.
    Stop: float
    Elite: int
    Offspring: int
    Generations: int
    Alpha: float
    Beta: float
}

module Genetic =
    let standard = {
        Criterion = Criterion.CorrelationSigmoid
        Stop = 0.95
        Elite = 4
        Offspring = 22
        Generations = 100
        Alpha = 0.6
        Beta = 0.4
    }

/// Adam on the control voltages.
type Gradient = {
    Criterion: Criterion
    /// Ends when all points are separated at this correlation.
    Stop: float
    Epochs: int
    /// Step size.
    Rate: float<V>
    Beta1: float
    Beta2: float
    Epsilon: float
    Range: RangeRule
    /// Loss for each volt outside the limits; only for RangeRule.Penalty.
    PenaltyWeight: float
}

module Gradient =
    let adam = {
        Criterion = Criterion.CorrelationSigmoid
        Stop = 0.95
        Epochs = 300
        Rate = 0.02<V>
        Beta1 = 0.9
        Beta2 = 0.999
        Epsilon = 1e-8
        Range = RangeRule.Smooth
        PenaltyWeight = 1.0
    }

/// How control voltages are searched.
type Rule =
    | Genetic of Genetic
    | Gradient of Gradient

module Rule =
    let criterion rule =
        match rule with
        | Genetic it -> it.Criterion
        | Gradient it -> it.Criterion

    /// The law of a rule's loss.
    let laws rule =
        match criterion rule with
        | Criterion.Loss law -> [ law ]
        | Criterion.Correlation
        | Criterion.CorrelationSigmoid
        | Criterion.Fisher
        | Criterion.Accuracy -> []
