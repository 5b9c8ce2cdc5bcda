package io.shearwater.rest;

import static io.shearwater.rest.GroupOperations.GROUP;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.gate.Action;
import io.shearwater.gate.CountedRows;
import io.shearwater.model.Commit;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.PredicateText;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import io.shearwater.wire.CommitJson;
import io.shearwater.wire.OnlineCheckJson;
import java.util.List;
import java.util.Map;

/** The rows of feature groups: reading, writing, and looking after them. */
final class RowOperations {
    private static final int MOST_ONLINE = 10_000;

    private RowOperations() {}

    static List<Operation> list() {
        return Operations.together(readingRows(), writingRows(), lookingAfterFiles(), lookingAfterOnlineRows());
    }

    private static List<Operation> readingRows() {
        return List.of(
                reading(Operation.of(
                                Verb.GET,
                                GROUP + "/rows",
                                Action.READ_ROWS,
                                "Rows, as of the latest commit or an earlier one",
                                RowOperations::read))
                        .gives("Rows"),
                Operation.of(
                                Verb.GET,
                                GROUP + "/changes",
                                Action.READ_ROWS,
                                "What commits inserted, updated and deleted",
                                RowOperations::changes)
                        .parameter("from", "integer", "After this commit; required")
                        .parameter("to", "integer", "Up to and with this commit; required")
                        .gives("Rows"),
                Operation.of(
                                Verb.POST,
                                GROUP + "/online-rows",
                                Action.READ_ONLINE_ROWS,
                                "The rows online of a key, or of all keys that begin so, the newest first",
                                RowOperations::onlineRows)
                        .parameter("limit", "integer", "How many of each entity at most; 100 by itself")
                        .parameter("from", "string", "Event times after this instant")
                        .parameter("to", "string", "Event times up to and with this instant")
                        .takes("Entry")
                        .gives("Rows"));
    }

    private static List<Operation> writingRows() {
        return List.of(
                Operation.of(
                                Verb.POST,
                                GROUP + "/rows",
                                Action.INSERT_ROWS,
                                "Insert rows: new ones are added, those that are there are replaced",
                                call -> write(call, FeatureGroup::insert))
                        .takes("NewRows")
                        .gives("Commit"),
                Operation.of(
                                Verb.POST,
                                GROUP + "/rows/append",
                                Action.INSERT_ROWS,
                                "Append rows: fails if one is there already",
                                call -> write(call, FeatureGroup::append))
                        .takes("NewRows")
                        .gives("Commit"),
                Operation.of(
                                Verb.POST,
                                GROUP + "/rows/delete",
                                Action.DELETE_ROWS,
                                "Delete the rows of these keys; each row of the body has the primary key",
                                RowOperations::deleteRecords)
                        .takes("NewRows")
                        .gives("Commit"),
                Operation.of(
                                Verb.DELETE,
                                GROUP + "/rows",
                                Action.DELETE_ROWS,
                                "Delete the rows for which a condition holds",
                                RowOperations::deleteWhere)
                        .parameter("where", "string", "The condition, such as amount > 10; required")
                        .gives("Commit"));
    }

    private static List<Operation> lookingAfterFiles() {
        return List.of(
                maintenance(
                                "compact",
                                "Put small files together",
                                call -> commit(group(call).compact()))
                        .gives("Commit"),
                maintenance(
                                "adopt",
                                "Take over what another program committed to the table; nothing where there is nothing",
                                call -> group(call)
                                        .adopt()
                                        .map(RowOperations::commit)
                                        .orElseGet(Answer::done))
                        .gives("Commit")
                        .or(204),
                maintenance(
                                "expire-commits",
                                "Forget old commits and delete the files that only they need",
                                call -> Answer.json(Json.object()
                                        .put("commits", group(call).expireCommits(Times.required(call, "older_than")))))
                        .parameter(
                                "older_than",
                                "string",
                                "Those before this instant, such as 2026-01-01T00:00:00Z; required")
                        .gives("CommitCount"));
    }

    private static List<Operation> lookingAfterOnlineRows() {
        return List.of(
                maintenance(
                                "materialize",
                                "Write what is not online yet",
                                call -> Answer.json(
                                        Json.object().put("commits", group(call).materializeIncremental())))
                        .gives("CommitCount"),
                maintenance(
                                "materialize-range",
                                "Write a stretch of event time online",
                                call -> Answer.json(
                                        Json.object().put("rows", group(call).materialize(Times.range(call)))))
                        .parameter("from", "string", "Event times after this instant")
                        .parameter("to", "string", "Event times up to and with this instant")
                        .gives("RowCount"),
                maintenance(
                                "rebuild-online",
                                "Write everything online anew",
                                call -> Answer.json(
                                        Json.object().put("rows", group(call).rebuildOnline())))
                        .gives("RowCount"),
                maintenance(
                                "purge-expired",
                                "Remove online rows whose time to live is over",
                                call -> Answer.json(
                                        Json.object().put("rows", group(call).purgeExpired())))
                        .gives("RowCount"),
                Operation.of(
                                Verb.GET,
                                GROUP + "/online-check",
                                Action.READ_STATISTICS,
                                "Whether the rows online are those of the table",
                                call -> Answer.json(
                                        OnlineCheckJson.CHECKS.node(group(call).checkOnline())))
                        .gives("OnlineCheck"));
    }

    private static Operation maintenance(String name, String summary, Operation.Handler handler) {
        return Operation.of(Verb.POST, GROUP + "/" + name, Action.MAINTAIN_GROUP, summary, handler);
    }

    private static Operation reading(Operation operation) {
        return operation
                .parameter("columns", "string", "Which, separated by commas; all by itself")
                .parameter("where", "string", "A condition, such as amount > 10 and country = 'PT'")
                .parameter("from", "string", "Event times after this instant")
                .parameter("to", "string", "Event times up to and with this instant")
                .parameter("commit", "integer", "As of this commit")
                .parameter("at", "string", "As of the last commit that was there at this instant")
                .parameter("limit", "integer", "How many rows at most");
    }

    private static FeatureGroup group(Call call) {
        return GroupOperations.group(call);
    }

    private static Answer commit(Commit commit) {
        return Answer.json(CommitJson.COMMITS.node(commit));
    }

    private static Answer read(Call call) {
        FeatureGroup group = group(call);
        FeatureGroupSpec spec = group.spec();
        List<String> columns = call.queryList("columns");
        List<String> wanted = call.readable().of(spec, columns);
        ReadOptions options = ReadOptions.all().select(wanted.toArray(String[]::new));
        var where = call.query("where");
        if (where.isPresent()) {
            // A condition tells of the columns that it looks at: it sees those that may be read, and no others.
            Schema seen = spec.schema().select(call.readable().of(spec, List.of()));
            options = options.where(PredicateText.parse(where.get(), seen, "'where'"));
        }
        TimeRange range = Times.range(call);
        if (!range.equals(TimeRange.ALL)) {
            options = options.within(range);
        }
        var commit = call.queryNumber("commit", 0, Long.MAX_VALUE);
        if (commit.isPresent()) {
            options = options.asOf(commit.get());
        }
        var at = Times.of(call, "at");
        if (at.isPresent()) {
            options = options.asOf(at.get());
        }
        var limit = call.queryNumber("limit", 0, Long.MAX_VALUE);
        if (limit.isPresent()) {
            options = options.limit(limit.get());
        }
        return new Answer.Rows(group.reader(options));
    }

    /** Writes rows one way or another. */
    @FunctionalInterface
    private interface Write {
        Commit write(FeatureGroup group, FrameReader rows, WriteOptions options);
    }

    private static Answer write(Call call, Write write) {
        FeatureGroup group = group(call);
        WriteOptions options = call.header("Idempotency-Key")
                .map(WriteOptions.plain()::withKey)
                .orElse(WriteOptions.plain());
        FrameReader body =
                RowForm.of(call.bodyType()).read(call.stream(), group.spec().schema());
        try (CountedRows rows = new CountedRows(body, call.services().quotas(), call.project())) {
            try {
                return commit(write.write(group, rows, options));
            } catch (RuntimeException | Error failed) {
                rows.giveBack();
                throw failed;
            }
        }
    }

    private static Answer deleteRecords(Call call) {
        FeatureGroup group = group(call);
        Schema key = group.spec().schema().select(group.spec().primaryKey());
        try (FrameReader rows = RowForm.of(call.bodyType()).read(call.stream(), key)) {
            Frame keys = rows.readAll();
            return commit(group.deleteRecords(keys));
        }
    }

    private static Answer deleteWhere(Call call) {
        FeatureGroup group = group(call);
        String where = call.query("where")
                .orElseThrow(() -> RestError.BAD_PARAMETER.because(
                        "Which rows? Say it with 'where', such as ?where=amount > 10."));
        return commit(group.deleteWhere(PredicateText.parse(where, group.spec().schema(), "'where'")));
    }

    private static Answer changes(Call call) {
        FeatureGroup group = group(call);
        call.readable().requireAll(group.spec());
        return new Answer.Rows(group.changes(commitOf(call, "from"), commitOf(call, "to")));
    }

    private static long commitOf(Call call, String name) {
        return call.queryNumber(name, 0, Long.MAX_VALUE)
                .orElseThrow(
                        () -> RestError.BAD_PARAMETER.because("'" + name + "' is missing: the number of a commit."));
    }

    private static Answer onlineRows(Call call) {
        FeatureGroup group = group(call);
        call.readable().requireAll(group.spec());
        Map<String, Object> key = Keys.of(call, group.spec());
        int most = call.queryNumber("limit", 1, MOST_ONLINE).orElse(100L).intValue();
        return new Answer.Rows(group.onlineRows(key, Times.range(call), most).reader());
    }
}
