package io.shearwater.pipeline;

import io.shearwater.api.FeatureStore;
import io.shearwater.model.FrameReader;
import io.shearwater.model.ShearwaterException;
import io.shearwater.pipeline.RunPlan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Computes the steps of one run. What is read several times is computed once and held; all else streams from its sources to where
 * it goes. Steps that are held run side by side. Thread-safe.
 */
final class Evaluation implements AutoCloseable {
    private final FeaturePipeline pipeline;
    private final FeatureStore store;
    private final SourceReads sources;
    private final NodeWork work;
    private final Map<Part, Step> steps;
    private final Map<Part, CompletableFuture<HeldRows>> held = new LinkedHashMap<>();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Deque<FrameReader> opened = new ConcurrentLinkedDeque<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable Path> scratch = new AtomicReference<>();

    Evaluation(FeaturePipeline pipeline, FeatureStore store, Graph graph, SourceReads sources, RunPlan plan) {
        this.pipeline = pipeline;
        this.store = store;
        this.sources = sources;
        this.work = new NodeWork(pipeline, store, graph, sources, this::open);
        this.steps = plan.steps();
    }

    /** Computes what is read more than once, and what is asked for, side by side; returns when all of it is there. */
    void hold(Predicate<Part> wanted) {
        for (Step step : steps.values()) {
            if (!sources.isReadInPlace(step.key()) && (step.uses() > 1 || wanted.test(step.key()))) {
                held.put(step.key(), new CompletableFuture<>());
            }
        }
        Semaphore places = new Semaphore(pipeline.parallelism());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            held.forEach((key, future) -> threads.execute(() -> hold(key, future, places)));
        }
        Throwable failed = failure.get();
        if (failed instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failed != null) {
            throw PipelineError.FUNCTION_FAILED.because(pipeline.where() + " failed: " + failed, failed);
        }
    }

    private void hold(Part key, CompletableFuture<HeldRows> future, Semaphore places) {
        try {
            // Those that wait take no place, so that what they wait for finds one.
            below(key).forEach(CompletableFuture::join);
            places.acquire();
            try {
                future.complete(HeldRows.of(compute(step(key)), store, () -> scratchFile(key)));
            } finally {
                places.release();
            }
        } catch (Throwable failed) {
            failure.compareAndSet(null, failed);
            future.completeExceptionally(failed);
        }
    }

    /** What is held and read on the way to a key. */
    private Stream<CompletableFuture<HeldRows>> below(Part key) {
        return step(key).inputs().stream().flatMap(input -> {
            CompletableFuture<HeldRows> future = held.get(input);
            return future == null ? below(input) : Stream.of(future);
        });
    }

    private Step step(Part key) {
        return Objects.requireNonNull(steps.get(key), key::toString);
    }

    private Path scratchFile(Part key) {
        try {
            Path directory = scratch.get();
            if (directory == null) {
                Path made = Files.createTempDirectory("shearwater-pipeline-");
                directory = scratch.compareAndSet(null, made) ? made : Objects.requireNonNull(scratch.get());
            }
            return directory.resolve(key.name() + "-" + opened.size() + "-" + System.nanoTime() + ".parquet");
        } catch (IOException failed) {
            throw PipelineError.IO.because(
                    "There is no temporary directory for the rows of '" + key.name() + "': " + failed.getMessage(),
                    failed);
        }
    }

    /** The rows of a part, once. */
    FrameReader open(Part key) {
        CompletableFuture<HeldRows> future = held.get(key);
        FrameReader rows = future == null ? compute(step(key)) : future.join().reader();
        opened.push(rows);
        return rows;
    }

    private FrameReader compute(Step step) {
        String name = step.key().name();
        Node node = pipeline.nodes().get(name);
        FrameReader rows = node == null ? sources.open(step.key()) : work.open(step, node);
        opened.push(rows);
        LongAdder count = counts.computeIfAbsent(name, part -> new LongAdder());
        return new Rows(
                rows,
                rows.schema(),
                frame -> {
                    if (failure.get() != null) {
                        throw new CancellationException("another node failed");
                    }
                    count.add(frame.rows());
                    return frame;
                },
                () -> {});
    }

    /** Rows so far, by source and node, in the order of the pipeline. */
    Map<String, Long> rows() {
        Map<String, Long> rows = new LinkedHashMap<>();
        Stream.concat(pipeline.sources().keySet().stream(), pipeline.nodes().keySet().stream())
                .forEach(name -> Optional.ofNullable(counts.get(name)).ifPresent(count -> rows.put(name, count.sum())));
        return rows;
    }

    @Override
    public void close() {
        // Those that were opened last read the others.
        for (FrameReader reader = opened.poll(); reader != null; reader = opened.poll()) {
            try {
                reader.close();
            } catch (ShearwaterException alreadyTold) {
                // What went wrong was thrown where it was read.
            }
        }
        Path directory = scratch.get();
        if (directory != null) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException leftInTheTemporaryDirectory) {
                // Some bytes in a directory that is emptied by the system.
            }
        }
    }
}
