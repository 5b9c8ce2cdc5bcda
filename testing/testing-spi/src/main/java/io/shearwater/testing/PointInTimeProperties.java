package io.shearwater.testing;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.ShearwaterException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random snowflakes over random histories: every path by which rows with features are read gives what the oracle says, and
 * vectors are batch data as of now. A failing history is reported with its seed and made shorter. More of them:
 * {@code -Dconformance.seeds=200}.
 */
public abstract class PointInTimeProperties extends StoreConformance {
    private enum Kind {
        /** Any shape, read in batches. */
        BATCH,
        /** Everything can be looked up online. */
        SERVED,
        /** Any shape, with values that are missing and filled forward. */
        FILLED_BATCH,
        /** Everything can be looked up online, and what can be filled forward is. */
        FILLED_SERVED;

        boolean isServed() {
            return this == SERVED || this == FILLED_SERVED;
        }

        boolean isFilled() {
            return this == FILLED_BATCH || this == FILLED_SERVED;
        }
    }

    static LongStream batchSeeds() {
        return seeds(4);
    }

    static LongStream servedSeeds() {
        return seeds(5);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("batchSeeds")
    void everyPathOfARandomSnowflakeGivesWhatTheOracleSays(long seed) {
        check(seed, Kind.BATCH);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("servedSeeds")
    void vectorsOfARandomSnowflakeAreBatchDataAsOfNow(long seed) {
        check(seed, Kind.SERVED);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("batchSeeds")
    void everyPathOfARandomSnowflakeFillsForwardAsTheOracleDoes(long seed) {
        check(seed, Kind.FILLED_BATCH);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("servedSeeds")
    void vectorsOfARandomSnowflakeAreFilledForwardAsBatchDataIs(long seed) {
        check(seed, Kind.FILLED_SERVED);
    }

    private void check(long seed, Kind kind) {
        List<Step> steps = new RandomSnowflake(seed, "", kind.isServed(), kind.isFilled()).steps();
        Histories.check(seed, steps, some -> run(seed, kind, some));
        clock().set(START);
    }

    private void run(long seed, Kind kind, List<Step> steps) {
        clock().set(START);
        Twin twin = twin();
        RandomSnowflake snowflake = new RandomSnowflake(seed, name(""), kind.isServed(), kind.isFilled());
        List<FeatureGroupSpec> groups = snowflake.groups();
        groups.forEach(twin::create);
        store().createFeatureView(snowflake.view());
        for (Step step : steps) {
            twin.apply(step, groups.get(step.group()));
        }
        try {
            check(kind, new SnowflakeChecks(twin, snowflake, now()));
        } catch (ShearwaterException failed) {
            throw new AssertionError("Of " + snowflake.view() + ": " + failed.getMessage(), failed);
        }
    }

    private static void check(Kind kind, SnowflakeChecks checks) {
        checks.reads();
        checks.batches();
        checks.spines();
        checks.training();
        if (kind.isServed()) {
            checks.vectors();
            checks.vectorsAreBatchData();
            checks.lastValuesOnline();
        }
    }
}
