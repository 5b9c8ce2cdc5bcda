package io.shearwater.iceberg;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks in the thread that submits them. Iceberg polls its own pool every 10 ms, several times a commit; the manifests
 * of a feature group are few and small, so that waiting costs more than the work. Never ends. Thread-safe.
 */
final class CallerRuns extends AbstractExecutorService {
    static final CallerRuns INSTANCE = new CallerRuns();

    private CallerRuns() {}

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
