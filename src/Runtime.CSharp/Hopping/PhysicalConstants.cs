namespace Nano.Runtime.Hopping;

/// <summary>Constants of nature (CODATA 2018).</summary>
public static class PhysicalConstants
{
    /// <summary>Elementary charge in coulombs.</summary>
    public const double ElementaryCharge = 1.602176634e-19;

    /// <summary>Boltzmann's constant in electronvolts per kelvin.</summary>
    public const double Boltzmann = 8.617333262e-5;

    /// <summary>e²/(4πε₀) in electronvolt metres: the energy of two elementary charges in vacuum, times their distance.</summary>
    public const double CoulombEnergy = 1.439964548e-9;
}
