namespace Nano

open FSharp.Quotations

/// In which unit something is, as a type: it tells overloads apart, whose units of measure are gone when they are called.
type Units<'Argument, 'Value> = class end

type InNanoamperes = class end
type InAmperes = class end
type InVolts = class end
type InNumbers = class end

/// Formulas from quotations: law <@ fun (x: float<nA>) -> x / (1.0 + abs x / 5.0<nA>) @>. F# checks the units; one
/// overload for each pair of units tells Nano what they were.
[<AbstractClass; Sealed; AutoOpen>]
type LawSyntax private () =
    static let one = Some Dimension.none
    static let volts = Some Dimension.volt
    static let current = Some Dimension.current
    static let amperes = Some CurrentUnit.Amperes
    static let nanoamperes = Some CurrentUnit.Nanoamperes

    /// From volts to amperes: a diode, a resistor.
    static member law(quotation: Expr<float<V> -> float<A>>, ?_units: Units<InVolts, InAmperes>) =
        LawQuotation.law [ volts ] current amperes quotation

    static member law(quotation: Expr<float<nA> -> float<nA>>, ?_units: Units<InNanoamperes, InNanoamperes>) =
        LawQuotation.law [ current ] current nanoamperes quotation

    static member law(quotation: Expr<float<nA> -> float<V>>, ?_units: Units<InNanoamperes, InVolts>) =
        LawQuotation.law [ current ] volts nanoamperes quotation

    static member law(quotation: Expr<float<nA> -> float>, ?_units: Units<InNanoamperes, InNumbers>) =
        LawQuotation.law [ current ] one nanoamperes quotation

    static member law(quotation: Expr<float<V> -> float<nA>>, ?_units: Units<InVolts, InNanoamperes>) =
        LawQuotation.law [ volts ] current nanoamperes quotation

    static member law(quotation: Expr<float<V> -> float<V>>, ?_units: Units<InVolts, InVolts>) =
        LawQuotation.law [ volts ] volts None quotation

    static member law(quotation: Expr<float<V> -> float>, ?_units: Units<InVolts, InNumbers>) =
        LawQuotation.law [ volts ] one None quotation

    static member law(quotation: Expr<float -> float<nA>>, ?_units: Units<InNumbers, InNanoamperes>) =
        LawQuotation.law [ one ] current nanoamperes quotation

    static member law(quotation: Expr<float -> float<V>>, ?_units: Units<InNumbers, InVolts>) =
        LawQuotation.law [ one ] volts None quotation

    static member law(quotation: Expr<float -> float>, ?_units: Units<InNumbers, InNumbers>) =
        LawQuotation.law [ one ] one None quotation

    /// A current and a label: the loss of a search. Its value may be in any unit.
    static member law2(quotation: Expr<float<nA> -> float -> float<'u>>, ?_units: Units<InNanoamperes, InNumbers>) =
        LawQuotation.law [ current; one ] None nanoamperes quotation

    /// Two currents: the loss of a training. Its value may be in any unit.
    static member law2
        (quotation: Expr<float<nA> -> float<nA> -> float<'u>>, ?_units: Units<InNanoamperes, InNanoamperes>)
        =
        LawQuotation.law [ current; current ] None nanoamperes quotation

    /// Two voltages and a current: a transistor.
    static member law2(quotation: Expr<float<V> -> float<V> -> float<A>>, ?_units: Units<InVolts, InAmperes>) =
        LawQuotation.law [ volts; volts ] current amperes quotation

    /// A voltage and a label: the loss of a search whose network ends with volts.
    static member law2(quotation: Expr<float<V> -> float -> float<'u>>, ?_units: Units<InVolts, InNumbers>) =
        LawQuotation.law [ volts; one ] None None quotation

    /// A plain number and a label: the loss of a search whose network ends with plain numbers.
    static member law2(quotation: Expr<float -> float -> float<'u>>, ?_units: Units<InNumbers, InNumbers>) =
        LawQuotation.law [ one; one ] None None quotation
