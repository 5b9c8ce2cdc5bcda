package io.shearwater.serving;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of deployments that answer where there is a timeout. Threads of the platform, since models
 * and stores compute in native code, where a virtual one would hold a carrier. None is made before it is needed; how many answer is
 * bounded by {@link Lane#MOST_UNDER_WAY}. Thread-safe.
 */
final class Workers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Workers.class.getName());

    private final ThreadPoolExecutor answering = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("deployment answers ", 0).factory());

    Executor answering() {
        return answering;
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
    }
}
