package io.shearwater.serving;

import io.shearwater.api.DeploymentReport.LogState;
import java.util.concurrent.atomic.LongAdder;

/** What became of the logged answers of one deployment. Thread-safe. */
public final class LogTally {
    private final LongAdder offered = new LongAdder();
    private final LongAdder written = new LongAdder();
    private final LongAdder lost = new LongAdder();

    public void offered(int rows) {
        offered.add(rows);
    }

    public void written(int rows) {
        written.add(rows);
    }

    public void lost(int rows) {
        lost.add(rows);
    }

    LogState state() {
        long done = written.sum();
        long gone = lost.sum();
        return new LogState(done, Math.max(0, offered.sum() - done - gone), gone);
    }
}
