package io.shearwater.serving;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of deployments: those that answer where there is a timeout, and those of shadows. Threads of the platform, since models
 * and stores compute in native code, where a virtual one would hold a carrier. None is made before it is needed; how many answer is
 * bounded by {@link Lane#MOST_UNDER_WAY}. Thread-safe.
 */
final class Workers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Workers.class.getName());
    private static final int SHADOWING = 2;
    private static final int SHADOWS_WAITING = 1_024;

    private final AtomicLong shadows = new AtomicLong();
    private final ThreadPoolExecutor answering = pool("answers", Integer.MAX_VALUE, new SynchronousQueue<>());
    private final ThreadPoolExecutor shadowing = pool("shadows", SHADOWING, new ArrayBlockingQueue<>(SHADOWS_WAITING));

    private static ThreadPoolExecutor pool(String name, int most, BlockingQueue<Runnable> queue) {
        int core = queue instanceof SynchronousQueue ? 0 : most;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                core,
                most,
                10,
                TimeUnit.SECONDS,
                queue,
                Thread.ofPlatform().daemon().name("deployment " + name + " ", 0).factory());
        if (core > 0) {
            pool.allowCoreThreadTimeOut(true);
        }
        return pool;
    }

    Executor answering() {
        return answering;
    }

    /** Refuses when too many wait. */
    Executor shadowing() {
        return task -> {
            shadows.incrementAndGet();
            try {
                shadowing.execute(() -> {
                    try {
                        task.run();
                    } finally {
                        shadows.decrementAndGet();
                    }
                });
            } catch (RuntimeException full) {
                shadows.decrementAndGet();
                throw full;
            }
        };
    }

    void awaitShadows() {
        while (shadows.get() > 0) {
            LockSupport.parkNanos(this, 200_000);
        }
    }

    void shadowFailed(String model, RuntimeException failed) {
        LOG.log(System.Logger.Level.DEBUG, "The " + model + " failed as a shadow", failed);
    }

    void leakedModels(String deployment) {
        LOG.log(
                System.Logger.Level.WARNING,
                "Requests to the deployment ''{0}'' did not end; the models that they use stay loaded",
                deployment);
    }

    @Override
    public void close() {
        answering.shutdown();
        shadowing.shutdown();
    }
}
