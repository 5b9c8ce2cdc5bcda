package io.shearwater.benchmarks;

/**
 * All benchmarks in one run, a line for each figure.
 *
 * <p>Arguments: rows of a group (10,000,000), rounds (3). A tenth of the rows are entities, labels and vectors' entities.
 */
public final class Benchmarks {
    private Benchmarks() {}

    /** Runs everything. */
    public static void main(String[] arguments) throws Exception {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        StoreBenchmark.main(new String[] {Long.toString(rows), Integer.toString(rounds)});
        TransformationBenchmark.main(new String[] {Long.toString(rows), Integer.toString(rounds)});
        AggregateBenchmark.main(new String[] {Long.toString(rows / 10), Integer.toString(rounds)});
        BackfillBenchmark.main(new String[] {Long.toString(rows / 2), Integer.toString(rounds)});
        OnlineAggregateBenchmark.main(new String[] {Long.toString(Math.max(100, rows / 10_000))});
        OnlineVectorBenchmark.main(new String[] {Long.toString(rows / 10)});
        ModelBenchmark.main(new String[] {Long.toString(rows / 10)});
        DeploymentBenchmark.main(new String[] {Long.toString(rows / 100)});
        RpcBenchmark.main(new String[] {Long.toString(rows / 200)});
        FlightBenchmark.main(new String[] {Long.toString(rows), Integer.toString(rounds)});
        ServerBenchmark.main(new String[] {Long.toString(rows / 100)});
    }
}
