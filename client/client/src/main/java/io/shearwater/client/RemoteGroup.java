package io.shearwater.client;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Aggregate;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.GroupRef;
import io.shearwater.model.OnlineCheck;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.Statistics;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.wire.AggregationJson;
import io.shearwater.wire.CommitJson;
import io.shearwater.wire.FeatureGroupJson;
import io.shearwater.wire.OnlineCheckJson;
import io.shearwater.wire.OptionsJson;
import io.shearwater.wire.PredicateJson;
import io.shearwater.wire.StatisticsJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A feature group on a server. Thread-safe. */
final class RemoteGroup implements FeatureGroup {
    static final String GROUPS = "feature-groups";

    private final Http http;
    private final GroupRef ref;

    RemoteGroup(Http http, GroupRef ref) {
        this.http = http;
        this.ref = ref;
    }

    private Object[] path(Object... more) {
        List<Object> path = new ArrayList<>(List.of(GROUPS, ref.name(), ref.version()));
        path.addAll(List.of(more));
        return path.toArray();
    }

    private String what(String verb) {
        return verb + " feature group '" + ref.name() + "' version " + ref.version();
    }

    private Ask get(Object... more) {
        return Ask.get(path(more)).named(what("read of"));
    }

    private Ask post(Object... more) {
        return Ask.post(path(more)).work().named(what("change of"));
    }

    @Override
    public FeatureGroupSpec spec() {
        return RemoteTags.without(http.json(get()), FeatureGroupJson.SPECS);
    }

    @Override
    public Commit insert(Frame rows) {
        return written(post("rows").named(what("insert into")).keyed(newKey()).with(Outgoing.of(rows)));
    }

    @Override
    public Commit insert(FrameReader rows, WriteOptions options) {
        return written(post("rows").named(what("insert into")), rows, options);
    }

    @Override
    public Commit append(Frame rows) {
        return written(
                post("rows", "append").named(what("append to")).keyed(newKey()).with(Outgoing.of(rows)));
    }

    @Override
    public Commit append(FrameReader rows, WriteOptions options) {
        return written(post("rows", "append").named(what("append to")), rows, options);
    }

    /** A write without a key of the caller gets one, so that it can be asked again. */
    private static String newKey() {
        return "client-" + UUID.randomUUID();
    }

    private Commit written(Ask ask, FrameReader rows, WriteOptions options) {
        try (rows) {
            return written(ask.keyed(options.idempotencyKey().orElseGet(RemoteGroup::newKey))
                    .with(Outgoing.of(rows, options.progress())));
        }
    }

    private Commit written(Ask ask) {
        return http.read(ask, CommitJson.COMMITS::read);
    }

    @Override
    public Commit deleteRecords(Frame keys) {
        return written(
                post("rows", "delete").named(what("delete from")).repeatable().with(Outgoing.of(keys)));
    }

    @Override
    public Commit deleteWhere(Predicate condition) {
        return written(post("rows", "delete-where")
                .named(what("delete from"))
                .repeatable()
                .json(PredicateJson.PREDICATES.write(condition)));
    }

    @Override
    public FrameReader reader(ReadOptions options) {
        return http.rows(post("rows", "read")
                .named(what("read of"))
                .repeatable()
                .json(OptionsJson.reads(Schema.of(), ref.name()).write(options)));
    }

    @Override
    public FrameReader changes(long fromExclusive, long toInclusive) {
        return http.rows(get("changes").query("from", fromExclusive).query("to", toInclusive));
    }

    @Override
    public List<Commit> commits() {
        return http.pages(get("commits"), value -> CommitJson.COMMITS.read(value.node(), value.path()));
    }

    @Override
    public Statistics statistics() {
        return http.read(get("statistics").work(), StatisticsJson.STATISTICS::read);
    }

    @Override
    public Statistics statistics(long commit) {
        return http.read(get("statistics").work().query("commit", commit), StatisticsJson.STATISTICS::read);
    }

    @Override
    public Optional<Statistics> storedStatistics() {
        return http.find(get("statistics", "stored").work(), StatisticsJson.STATISTICS::read);
    }

    @Override
    public Statistics computeStatistics(StatisticsSpec wanted) {
        return http.read(
                post("statistics").repeatable().json(StatisticsJson.SPECS.write(wanted)),
                StatisticsJson.STATISTICS::read);
    }

    @Override
    public Commit compact() {
        return written(post("compact").repeatable());
    }

    @Override
    public int expireCommits(Instant olderThan) {
        return counted(post("expire-commits").query("older_than", olderThan), "commits")
                .intValue();
    }

    private Long counted(Ask ask, String name) {
        return http.json(ask, answer -> answer.member(name).whole());
    }

    @Override
    public Optional<Commit> adopt() {
        return http.find(post("adopt").repeatable(), CommitJson.COMMITS::read);
    }

    @Override
    public void appendFeatures(List<Feature> features) {
        http.done(post("features").json("{\"features\": " + FeatureGroupJson.FEATURES.writeAll(features) + "}"));
    }

    @Override
    public void appendAggregates(List<Aggregate> aggregates) {
        http.done(post("aggregates").json("{\"aggregates\": " + AggregationJson.AGGREGATES.writeAll(aggregates) + "}"));
    }

    @Override
    public void widen(String column, DataType type) {
        change(column, Map.of("type", type.toString()));
    }

    @Override
    public void rename(String from, String to) {
        change(from, Map.of("name", to));
    }

    private void change(String column, Map<String, String> change) {
        http.done(Ask.of("PATCH", path("features", column))
                .work()
                .named(what("change of"))
                .json(Documents.of(change)));
    }

    @Override
    public void drop(String column) {
        http.done(Ask.of("DELETE", path("features", column)).work().named(what("change of")));
    }

    @Override
    public long materialize(TimeRange range) {
        return counted(Ranges.in(post("materialize-range").repeatable(), range), "rows");
    }

    @Override
    public int materializeIncremental() {
        return counted(post("materialize").repeatable(), "commits").intValue();
    }

    @Override
    public long rebuildOnline() {
        return counted(post("rebuild-online").repeatable(), "rows");
    }

    @Override
    public long purgeExpired() {
        return counted(post("purge-expired").repeatable(), "rows");
    }

    @Override
    public OnlineCheck checkOnline() {
        return http.read(get("online-check").work(), OnlineCheckJson.CHECKS::read);
    }

    @Override
    public Frame onlineRows(Map<String, Object> key, TimeRange range, int most) {
        Ask ask = Ranges.in(post("online-rows").repeatable(), range)
                .query("limit", most)
                .entries(List.of(key));
        return http.rows(ask).readAll();
    }

    @Override
    public Map<String, String> tags() {
        return RemoteTags.of(http.json(get()));
    }

    @Override
    public void tag(String name, String value) {
        http.done(RemoteTags.put(value, path("tags", name)));
    }

    @Override
    public void untag(String name) {
        http.done(RemoteTags.remove(path("tags", name)));
    }

    @Override
    public String toString() {
        return what("remote");
    }
}
