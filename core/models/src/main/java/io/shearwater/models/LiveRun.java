package io.shearwater.models;

import io.shearwater.api.RunLog;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.Run;
import io.shearwater.learning.Run.DatasetInput;
import io.shearwater.learning.Run.Period;
import io.shearwater.learning.RunStatus;
import io.shearwater.model.FilePath;
import io.shearwater.model.IoReason;
import io.shearwater.model.StoredFile;
import io.shearwater.spi.FileStore;
import io.shearwater.spi.Measurement;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Logs a run that goes on. Thread-safe. */
final class LiveRun implements RunLog {
    private final RunLedger ledger;
    private final FileStore files;
    private final String id;
    private final AtomicBoolean ended = new AtomicBoolean();

    LiveRun(RunLedger ledger, FileStore files, String id) {
        this.ledger = ledger;
        this.files = files;
        this.id = id;
    }

    @Override
    public String runId() {
        return id;
    }

    @Override
    public Run run() {
        return ledger.run(id);
    }

    @Override
    public void params(Map<String, ?> params) {
        requireRunning();
        Map<String, String> texts = new TreeMap<>();
        params.forEach((name, value) -> {
            RunLimits.requireParam(name, value.toString());
            texts.put(name, value.toString());
        });
        ledger.changeRun(id, "log parameters of", run -> RunChanges.withParams(run, texts));
    }

    @Override
    public void metrics(Map<String, Double> values, long step) {
        measure(points(values, step));
    }

    @Override
    public void rounds(Map<Integer, ? extends Map<String, Double>> values) {
        List<Measurement> points = new ArrayList<>();
        values.forEach((round, metrics) -> points.addAll(points(metrics, round)));
        measure(points);
    }

    private List<Measurement> points(Map<String, Double> values, long step) {
        Instant now = ledger.now().truncatedTo(ChronoUnit.MILLIS);
        List<Measurement> points = new ArrayList<>();
        values.forEach((name, value) -> {
            RunLimits.requireMetric(name);
            points.add(new Measurement(name, step, now, value));
        });
        return points;
    }

    private void measure(List<Measurement> points) {
        requireRunning();
        ledger.measure(id, points);
    }

    @Override
    public void tag(String name, String value) {
        RunLimits.requireTag(name, value);
        ledger.changeRun(id, "tag", run -> RunChanges.withTag(run, name, value));
    }

    @Override
    public void input(DatasetInput data) {
        requireRunning();
        ledger.changeRun(id, "note the input of", run -> RunChanges.withInput(run, data));
    }

    @Override
    public StoredFile artifact(Path file, String path) {
        requireRunning();
        FilePath target = FilePath.of(run().info().artifactUri() + "/" + path);
        try (InputStream bytes = Files.newInputStream(file)) {
            return files.write(target, bytes, FileStore.Existing.REPLACE);
        } catch (IOException unreadable) {
            throw SpiError.BAD_FILE.because(
                    "The file '" + file + "' cannot be read: " + IoReason.of(unreadable) + ".", unreadable);
        }
    }

    @Override
    public List<StoredFile> artifacts() {
        FilePath directory = FilePath.of(run().info().artifactUri());
        return files.list().stream().filter(file -> file.path().isIn(directory)).toList();
    }

    @Override
    public void end(RunStatus status) {
        if (!status.isEnded()) {
            throw LearningError.BAD_DEFINITION.because("A run ends FINISHED, FAILED or KILLED, not " + status + ".");
        }
        requireRunning();
        ended.set(true);
        ledger.changeRun(
                id,
                "end",
                run -> RunChanges.withStatus(
                        run, status, new Period(run.info().startTime(), Optional.of(ledger.now()))));
    }

    @Override
    public void fail(String reason) {
        tag("error", reason.substring(0, Math.min(reason.length(), RunLimits.LONGEST_TAG)));
        end(RunStatus.FAILED);
    }

    @Override
    public void close() {
        if (!ended.get()) {
            end(RunStatus.FAILED);
        }
    }

    private void requireRunning() {
        if (ended.get()) {
            throw LearningError.BAD_DEFINITION.because("The run " + id + " has ended. Resume it to log more.");
        }
    }
}
