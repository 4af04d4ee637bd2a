namespace Nano.Runtime.Hopping;

/// <summary>The vector width of a solver. All widths give the same bits.</summary>
internal enum LaneWidth
{
    /// <summary>The widest that the processor has.</summary>
    Widest,
    Bits512,
    Bits256,
    Plain,
}

/// <summary>
/// The mean-field equations of a device at given voltages: residual, Newton matrix, currents, derivatives. One step of
/// a solver each, so that the choice of vector width costs a virtual call only here.
/// </summary>
internal unsafe interface IMeanFieldEquations
{
    /// <summary>p_i, the mean number of holes on each acceptor; to be set before <see cref="Evaluate"/>.</summary>
    Span<double> Occupation { get; }

    /// <summary>δ of the last <see cref="Step"/>.</summary>
    Span<double> Correction { get; }

    /// <summary>F_i / D_i of the last evaluation: net inflow by total rate.</summary>
    Span<double> Relative { get; }

    /// <summary>max |F_i| / D_i of the last evaluation.</summary>
    double Residual { get; }

    /// <summary>|Σ_i F_i| by the sum of all flows through electrodes.</summary>
    double Imbalance { get; }

    /// <summary>Net flow of holes into each electrode, in units of ν₀.</summary>
    ReadOnlySpan<double> Flows { get; }

    /// <summary>Sets the voltages of the eight electrodes, and energies (electronvolts) that are added to the sites.</summary>
    void SetVoltages(ReadOnlySpan<double> volts, ReadOnlySpan<double> shift);

    /// <summary>Divides all energies by kT′ instead of kT: ratio = T/T′.</summary>
    void SetThermalRatio(double ratio);

    void Evaluate();

    /// <summary>Factors (∂F/∂p − D·damping)/D at the last evaluation; false where it is singular.</summary>
    bool Factor(double damping);

    /// <summary>Solves the factored system for −F/D: <see cref="Correction"/>.</summary>
    void Step();

    /// <summary>
    /// ∂I/∂V of one electrode's flow by the eight voltages (units of ν₀ per volt), by the adjoint of the matrix that was
    /// factored without damping at the solution.
    /// </summary>
    void Adjoint(int electrode, Span<double> slopes);
}
