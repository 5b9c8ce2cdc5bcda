package io.shearwater.grpc;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.gate.Action;
import io.shearwater.gate.ReadableColumns;
import io.shearwater.gate.Task;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.PredicateText;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import io.shearwater.wire.JsonObject;
import io.shearwater.wire.JsonValue;
import io.shearwater.wire.PartRows;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What Flight's tickets and descriptors say: an object of JSON with one member, which names what is wanted (docs/manual/grpc.md).
 * They prove nothing; every use of one is authorised as if it were the first. Thread-safe.
 */
final class TableRequests {
    private final RpcServices services;

    TableRequests(RpcServices services) {
        this.services = services;
    }

    /** Something to read: what the gate is asked for, and the rows, once it has let the caller in. */
    record Reading(Task task, Function<Course, FrameReader> rows) {}

    /** A view to ask for the rows of a spine: what the gate is asked for, and the rows for it. */
    record Spine(Task task, SpineRows rows) {}

    /** Gives the rows of a spine. */
    interface SpineRows {
        FrameReader of(Course course, Frame spine);
    }

    /**
     * Reads what is wanted.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST
     */
    Reading reading(byte[] command) {
        JsonObject request = parse(command);
        String what = request.onlyName();
        JsonValue of = request.member(what);
        return switch (what) {
            case "rows" -> of.object(this::rows);
            case "sql" -> of.object(this::sql);
            case "batch" -> of.object(this::batch);
            case "latest" -> of.object(this::latest);
            case "training_data" -> of.object(this::trainingData);
            default ->
                throw request.refused(
                        "asks for '" + what
                                + "'; what can be read is rows, sql, batch, latest and training_data, and with an exchange spine.");
        };
    }

    private static JsonObject parse(byte[] command) {
        return JsonObject.read(new String(command, StandardCharsets.UTF_8));
    }

    private static Task task(Action action, String project, String kind, String name, int version) {
        return new Task(action, project, kind + ":" + name + "/" + version);
    }

    private static int version(JsonObject of) {
        return of.find("version").map(JsonValue::integer).orElse(1);
    }

    private Reading rows(JsonObject of) {
        String project = of.text("project");
        String name = of.text("group");
        int version = version(of);
        List<String> columns = of.find("columns").map(JsonValue::texts).orElse(List.of());
        Optional<String> where = of.find("where").map(JsonValue::text);
        TimeRange range = range(of);
        Optional<Long> commit = of.find("commit").map(JsonValue::whole);
        Optional<Instant> at = of.find("at").map(JsonValue::instant);
        Optional<Long> limit = of.find("limit").map(JsonValue::whole);
        return new Reading(task(Action.READ_ROWS, project, "feature_group", name, version), course -> {
            FeatureGroup group = services.store(project).featureGroup(name, version);
            FeatureGroupSpec spec = group.spec();
            ReadableColumns readable = services.readable(course, project);
            ReadOptions options =
                    ReadOptions.all().select(readable.of(spec, columns).toArray(String[]::new));
            if (where.isPresent()) {
                // A condition tells of the columns that it looks at: it sees those that may be read, and no others.
                Schema seen = spec.schema().select(readable.of(spec, List.of()));
                options = options.where(PredicateText.parse(where.get(), seen, "'where'"));
            }
            options = range.equals(TimeRange.ALL) ? options : options.within(range);
            options = commit.isPresent() ? options.asOf(commit.get().longValue()) : options;
            options = at.isPresent() ? options.asOf(at.get()) : options;
            options = limit.isPresent() ? options.limit(limit.get()) : options;
            return group.reader(options);
        });
    }

    private static TimeRange range(JsonObject of) {
        Optional<Instant> from = of.find("from").map(JsonValue::instant);
        Optional<Instant> to = of.find("to").map(JsonValue::instant);
        if (from.isPresent() && to.isPresent()) {
            return TimeRange.of(from.get(), to.get());
        }
        return from.map(TimeRange::after).or(() -> to.map(TimeRange::upTo)).orElse(TimeRange.ALL);
    }

    private Reading sql(JsonObject of) {
        String project = of.text("project");
        String statement = of.text("statement");
        return new Reading(
                new Task(Action.QUERY, project, ""),
                course -> services.store(project).sqlReader(statement));
    }

    /** A view of a request. */
    private record ViewRequest(String project, String name, int version, int trainingDataset, boolean untransformed) {
        static ViewRequest of(JsonObject of) {
            return new ViewRequest(
                    of.text("project"),
                    of.text("view"),
                    TableRequests.version(of),
                    of.find("training_dataset").map(JsonValue::integer).orElse(0),
                    of.find("untransformed").map(JsonValue::bool).orElse(false));
        }

        Task task(Action action) {
            return TableRequests.task(action, project, "feature_view", name, version);
        }
    }

    /** The view, as it was made, if the caller may read all that it reads. */
    private FeatureView plain(ViewRequest request, Course course) {
        FeatureStore store = services.store(request.project());
        FeatureView view = store.featureView(request.name(), request.version());
        services.readable(course, request.project()).require(view.spec().query());
        return view;
    }

    /** The view, as the request wants it. */
    private FeatureView fitted(ViewRequest request, Course course) {
        FeatureView view = plain(request, course);
        FeatureView fitted = request.trainingDataset() > 0 ? view.withTrainingDataset(request.trainingDataset()) : view;
        return request.untransformed() ? fitted.untransformed() : fitted;
    }

    private Reading batch(JsonObject of) {
        ViewRequest request = ViewRequest.of(of);
        TimeRange range = range(of);
        return new Reading(
                request.task(Action.READ_BATCH),
                course -> fitted(request, course).batchData(range));
    }

    private Reading latest(JsonObject of) {
        ViewRequest request = ViewRequest.of(of);
        return new Reading(
                request.task(Action.READ_BATCH),
                course -> fitted(request, course).latest());
    }

    private Reading trainingData(JsonObject of) {
        ViewRequest request = ViewRequest.of(of);
        String part = of.text("part");
        return new Reading(
                request.task(Action.READ_TRAINING_DATA),
                course -> PartRows.of(plain(request, course), request.trainingDataset(), part));
    }

    /**
     * Reads which view a spine is for.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST
     */
    Spine spine(byte[] command) {
        ViewRequest request = parse(command).member("spine").object(ViewRequest::of);
        return new Spine(
                request.task(Action.READ_BATCH),
                (course, spine) -> fitted(request, course).batchData(spine));
    }

    /**
     * Reads where rows go.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST
     */
    InsertTask target(byte[] command) {
        JsonObject request = parse(command);
        String what = request.onlyName();
        if (!what.equals("insert") && !what.equals("append")) {
            throw request.refused("asks for '" + what + "'; rows are put with insert or append.");
        }
        return request.member(what)
                .object(of -> new InsertTask(
                        of.text("project"),
                        of.text("group"),
                        version(of),
                        of.find("idempotency_key").map(JsonValue::text).orElse(""),
                        what.equals("append")));
    }
}
