namespace Nano.Runtime.Hopping;

/// <summary>Gaussian elimination for what is solved once per device.</summary>
internal static class SmallSystem
{
    /// <summary>Replaces each right-hand side by its solution; the matrix is used up. It must be regular.</summary>
    public static void Solve(double[,] matrix, double[][] sides)
    {
        var size = matrix.GetLength(0);
        for (var column = 0; column < size; column++)
        {
            var pivot = column;
            for (var r = column + 1; r < size; r++)
                if (Math.Abs(matrix[r, column]) > Math.Abs(matrix[pivot, column]))
                    pivot = r;
            for (var c = 0; c < size; c++)
                (matrix[column, c], matrix[pivot, c]) = (matrix[pivot, c], matrix[column, c]);
            foreach (var side in sides)
                (side[column], side[pivot]) = (side[pivot], side[column]);
            for (var r = column + 1; r < size; r++)
            {
                var multiplier = -matrix[r, column] / matrix[column, column];
                for (var c = column; c < size; c++)
                    matrix[r, c] = Math.FusedMultiplyAdd(multiplier, matrix[column, c], matrix[r, c]);
                foreach (var side in sides)
                    side[r] = Math.FusedMultiplyAdd(multiplier, side[column], side[r]);
            }
        }
        foreach (var side in sides)
            for (var r = size - 1; r >= 0; r--)
            {
                var value = side[r];
                for (var c = r + 1; c < size; c++)
                    value = Math.FusedMultiplyAdd(-matrix[r, c], side[c], value);
                side[r] = value / matrix[r, r];
            }
    }
}
