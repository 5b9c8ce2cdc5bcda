package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TimeRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Inserts, appends, deletions, states of the past, changes, compaction and expiry, case by case. */
public abstract class WriteConformance extends StoreConformance {
    private static FeatureGroupSpec cart() {
        return FeatureGroupSpec.builder(name("cart"), 1)
                .feature("user_id", DataType.STRING)
                .feature("shop", DataType.INT)
                .feature("at", DataType.TIMESTAMP)
                .feature("items", DataType.INT)
                .primaryKey("user_id", "shop")
                .eventTime("at")
                .build();
    }

    private static final Schema KEYS = cart().schema().select(List.of("user_id", "shop"));

    @Test
    void ofEqualIdentitiesInOneInsertTheLastCounts() {
        FeatureGroup group = store().createFeatureGroup(cart());
        Commit commit = group.insert(frame(
                group.spec(),
                row("u", 1, minutes(0), 1),
                row("u", 1, minutes(1), 2),
                row("v", 1, minutes(0), 3),
                row("u", 1, minutes(0), 4),
                row("u", 1, minutes(0), null)));
        assertThat(commit.counts()).isEqualTo(new Commit.Counts(3, 0, 0, 2));
        assertThat(Canonical.sorted(group.read()))
                .isEqualTo(Canonical.sorted(frame(
                        group.spec(),
                        row("u", 1, minutes(0), null),
                        row("u", 1, minutes(1), 2),
                        row("v", 1, minutes(0), 3))));
    }

    @Test
    void theLastCountsAcrossThePiecesOfAStreamToo() {
        FeatureGroup group = store().createFeatureGroup(cart());
        int pieces = 5;
        Iterator<Frame> frames = IntStream.range(0, pieces)
                .mapToObj(piece -> {
                    FrameBuilder builder = new FrameBuilder(group.spec().schema(), 20_000);
                    for (int i = 0; i < 20_000; i++) {
                        builder.append("u" + (i % 10_000), 1, minutes(0), piece * 20_000 + i);
                    }
                    return builder.build();
                })
                .iterator();
        List<Long> progress = new ArrayList<>();
        Commit commit = group.insert(
                FrameReader.of(group.spec().schema(), frames),
                WriteOptions.plain().withProgress(progress::add));
        assertThat(commit.counts()).isEqualTo(new Commit.Counts(10_000, 0, 0, 90_000));
        assertThat(progress).isSorted();
        assertThat(progress.getLast()).isEqualTo(100_000L);
        Frame rows = group.read();
        assertThat(rows.rows()).isEqualTo(10_000);
        for (int row = 0; row < rows.rows(); row += 997) {
            int user =
                    Integer.parseInt(String.valueOf(rows.value(row, "user_id")).substring(1));
            assertThat(rows.value(row, "items")).isEqualTo(90_000 + user);
        }
    }

    @Test
    void anInsertOfNoRowsIsACommitThatChangesNothing() {
        FeatureGroup group = filled(cart(), row("u", 1, minutes(0), 1));
        Commit commit = group.insert(Frame.empty(group.spec().schema()));
        assertThat(commit.counts()).isEqualTo(Commit.Counts.NONE);
        assertThat(group.read().rows()).isEqualTo(1);
        assertThat(group.read(ReadOptions.all().asOf(commit.id())).rows()).isEqualTo(1);
    }

    @Test
    void columnsMayComeInAnotherOrderAndNarrower() {
        FeatureGroupSpec spec = FeatureGroupSpec.builder(name("wide"), 1)
                .feature("id", DataType.LONG)
                .feature("amount", DataType.DOUBLE)
                .feature("price", DataType.decimal(12, 2))
                .primaryKey("id")
                .build();
        FeatureGroup group = store().createFeatureGroup(spec);
        Schema narrow = Schema.of(
                new Field("amount", DataType.FLOAT),
                new Field("price", DataType.decimal(10, 2)),
                new Field("id", DataType.INT));
        group.insert(frame(narrow, row(0.1f, new BigDecimal("12345678.90"), 7)));
        assertThat(group.read()).isEqualTo(frame(spec, row(7L, (double) 0.1f, new BigDecimal("12345678.90"))));
    }

    @Test
    void appendRefusesAnExistingIdentityAndWritesNothing() {
        FeatureGroup group = filled(cart(), row("u", 1, minutes(0), 1));
        Frame clash = frame(group.spec(), row("new", 1, minutes(0), 1), row("u", 1, minutes(0), 2));
        assertThatThrownBy(() -> group.append(clash))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(group.spec().name())
                .hasMessageContaining("u");
        Frame twice = frame(group.spec(), row("w", 1, minutes(0), 1), row("w", 1, minutes(0), 2));
        assertThatThrownBy(() -> group.append(twice)).hasMessageContaining("w");
        assertThat(group.read().rows()).isEqualTo(1);
        assertThat(group.commits()).hasSize(1);
        Commit commit = group.append(frame(group.spec(), row("u", 1, minutes(1), 2), row("u", 2, minutes(0), 2)));
        assertThat(commit.operation()).isEqualTo(Commit.Operation.APPEND);
        assertThat(commit.counts()).isEqualTo(new Commit.Counts(2, 0, 0, 0));
        assertThat(group.read().rows()).isEqualTo(3);
    }

    @Test
    void aWriteWithAKeyThatWasSeenReturnsTheEarlierCommit() {
        FeatureGroup group = store().createFeatureGroup(cart());
        WriteOptions once = WriteOptions.plain().withKey("batch-1");
        Commit first =
                group.insert(frame(group.spec(), row("u", 1, minutes(0), 1)).reader(), once);
        Commit again =
                group.insert(frame(group.spec(), row("u", 1, minutes(0), 2)).reader(), once);
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(group.read().value(0, "items")).isEqualTo(1);
        FeatureGroup reopened = reopened(group);
        assertThat(reopened.insert(
                                frame(reopened.spec(), row("u", 1, minutes(0), 3))
                                        .reader(),
                                once)
                        .id())
                .isEqualTo(first.id());
        assertThat(reopened.commits()).hasSize(1);
        reopened.insert(
                frame(reopened.spec(), row("u", 1, minutes(0), 4)).reader(),
                WriteOptions.plain().withKey("batch-2"));
        assertThat(reopened.read().value(0, "items")).isEqualTo(4);
    }

    @Test
    void recordsAreDeletedByKeyThroughAllTimeOrByIdentity() {
        FeatureGroup group = filled(
                cart(),
                row("u", 1, minutes(0), 1),
                row("u", 1, minutes(1), 2),
                row("u", 12, minutes(0), 3),
                row("v", 1, minutes(0), 4));
        Commit byIdentity = group.deleteRecords(frame(
                group.spec().schema().select(List.of("user_id", "shop", "at")),
                row("u", 1, minutes(1)),
                row("u", 1, minutes(7)),
                row("x", 1, minutes(0))));
        assertThat(byIdentity.counts()).isEqualTo(new Commit.Counts(0, 0, 1, 0));
        Commit byKey = group.deleteRecords(frame(KEYS, row("u", 1), row("v", 2)));
        assertThat(byKey.counts()).isEqualTo(new Commit.Counts(0, 0, 1, 0));
        assertThat(Canonical.sorted(group.read().select(List.of("items")))).containsExactly("{items=3}", "{items=4}");
        assertThat(group.deleteRecords(frame(KEYS, row("u", 1))).counts()).isEqualTo(Commit.Counts.NONE);
    }

    @Test
    void deletingByPartOfTheKeyIsRefusedNamingTheKey() {
        FeatureGroup group = filled(cart(), row("u", 1, minutes(0), 1));
        Schema part = group.spec().schema().select(List.of("user_id"));
        assertThatThrownBy(() -> group.deleteRecords(frame(part, row("u"))))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("shop");
        assertThat(group.read().rows()).isEqualTo(1);
    }

    @Test
    void rowsAreDeletedWhereTheConditionIsTrueAndNotWhereItIsUnknown() {
        FeatureGroup group =
                filled(cart(), row("u", 1, minutes(0), 1), row("u", 2, minutes(0), null), row("u", 3, minutes(0), 3));
        assertThat(group.deleteWhere(Predicate.not(Predicate.equalTo("items", 3)))
                        .counts()
                        .deleted())
                .isEqualTo(1);
        assertThat(group.read().rows()).isEqualTo(2);
        assertThat(group.deleteWhere(Predicate.isNull("items")).counts().deleted())
                .isEqualTo(1);
        assertThat(group.deleteWhere(Predicate.all()).counts().deleted()).isEqualTo(1);
        assertThat(group.read().rows()).isZero();
    }

    @Test
    void aRowThatWasDeletedAndWrittenAgainIsThere() {
        FeatureGroup group = filled(cart(), row("u", 1, minutes(0), 1));
        Commit deleted = group.deleteRecords(frame(KEYS, row("u", 1)));
        Commit again = group.insert(frame(group.spec(), row("u", 1, minutes(0), 2)));
        assertThat(again.counts()).isEqualTo(new Commit.Counts(1, 0, 0, 0));
        assertThat(group.read().value(0, "items")).isEqualTo(2);
        assertThat(group.read(ReadOptions.all().asOf(deleted.id())).rows()).isZero();
        assertThat(types(group.changes(deleted.id() - 1, again.id())))
                .containsExactly("{change_type=\"update\", items=2}");
        assertThat(types(group.changes(deleted.id(), again.id()))).containsExactly("{change_type=\"insert\", items=2}");
    }

    @Test
    void changesCarryNewValuesAndTheLastOfDeletedRows() {
        FeatureGroup group = filled(cart(), row("a", 1, minutes(0), 1), row("b", 1, minutes(0), 2));
        long first = group.commits().getLast().id();
        group.insert(frame(group.spec(), row("b", 1, minutes(0), 3), row("c", 1, minutes(0), 4)));
        group.deleteRecords(frame(KEYS, row("a", 1)));
        long last = group.commits().getLast().id();
        assertThat(group.changes(0, last).schema().names())
                .containsExactly("user_id", "shop", "at", "items", "change_type");
        assertThat(types(group.changes(first, last)))
                .containsExactly(
                        "{change_type=\"delete\", items=1}",
                        "{change_type=\"insert\", items=4}",
                        "{change_type=\"update\", items=3}");
        assertThat(types(group.changes(0, last)))
                .containsExactly("{change_type=\"insert\", items=3}", "{change_type=\"insert\", items=4}");
        assertThat(types(group.changes(0, first))).hasSize(2);
        assertThat(types(group.changes(last, last))).isEmpty();
    }

    private static List<String> types(FrameReader changes) {
        return Canonical.sorted(changes.readAll().select(List.of("change_type", "items")));
    }

    @Test
    void everyStateOfThePastIsReadByCommitAndByInstant() {
        FeatureGroup group = store().createFeatureGroup(cart());
        Instant before = now();
        clock().advance(Duration.ofMinutes(1));
        Commit one = group.insert(frame(group.spec(), row("u", 1, minutes(0), 1)));
        clock().advance(Duration.ofMinutes(1));
        Commit two = group.insert(frame(group.spec(), row("u", 1, minutes(0), 2)));
        clock().advance(Duration.ofMinutes(1));
        Commit three = group.deleteWhere(Predicate.all());
        assertThat(items(group, ReadOptions.all().asOf(one.id()))).containsExactly("{items=1}");
        assertThat(items(group, ReadOptions.all().asOf(two.id()))).containsExactly("{items=2}");
        assertThat(items(group, ReadOptions.all().asOf(three.id()))).isEmpty();
        assertThat(items(group, ReadOptions.all().asOf(before))).isEmpty();
        assertThat(items(group, ReadOptions.all().asOf(one.at().minusNanos(1_000))))
                .isEmpty();
        assertThat(items(group, ReadOptions.all().asOf(one.at()))).containsExactly("{items=1}");
        assertThat(items(group, ReadOptions.all().asOf(two.at().minusNanos(1_000))))
                .containsExactly("{items=1}");
        assertThat(items(group, ReadOptions.all().asOf(two.at()))).containsExactly("{items=2}");
        assertThat(items(group, ReadOptions.all().asOf(now()))).isEmpty();
        assertThat(items(group, ReadOptions.all())).isEmpty();
    }

    private static List<String> items(FeatureGroup group, ReadOptions options) {
        return Canonical.sorted(group.read(options.select("items")));
    }

    @Test
    void aCommitThatTheGroupNeverHadIsRefusedNamingIt() {
        FeatureGroup group = filled(cart(), row("u", 1, minutes(0), 1));
        assertThatThrownBy(() -> group.read(ReadOptions.all().asOf(99_999_999)))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContainingAll(group.spec().name(), "99999999");
        assertThatThrownBy(() -> group.changes(99_999_999, 99_999_999).readAll())
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("99999999");
    }

    @Test
    void compactionChangesNoValueAndNoStateOfThePast() {
        FeatureGroup group = store().createFeatureGroup(cart());
        for (int i = 0; i < 8; i++) {
            group.insert(frame(group.spec(), row("u" + i, 1, minutes(0), i), row("all", 1, minutes(i % 3), i)));
        }
        group.deleteWhere(Predicate.equalTo("user_id", "u3"));
        List<String> rows = Canonical.sorted(group.read());
        List<Commit> before = group.commits();
        List<List<String>> states = before.stream()
                .map(commit -> Canonical.sorted(group.read(ReadOptions.all().asOf(commit.id()))))
                .toList();
        Commit compaction = group.compact();
        assertThat(compaction.operation()).isEqualTo(Commit.Operation.COMPACT);
        assertThat(compaction.counts()).isEqualTo(Commit.Counts.NONE);
        assertThat(Canonical.sorted(group.read())).isEqualTo(rows);
        assertThat(Canonical.sorted(group.read(ReadOptions.all().asOf(compaction.id()))))
                .isEqualTo(rows);
        for (int i = 0; i < before.size(); i++) {
            assertThat(Canonical.sorted(
                            group.read(ReadOptions.all().asOf(before.get(i).id()))))
                    .isEqualTo(states.get(i));
        }
        assertThat(group.changes(before.getLast().id(), compaction.id())
                        .readAll()
                        .rows())
                .isZero();
        group.insert(frame(group.spec(), row("all", 1, minutes(0), 99)));
        assertThat(group.commits().getLast().counts()).isEqualTo(new Commit.Counts(0, 1, 0, 0));
        assertThat(reopened(group).read().rows()).isEqualTo(rows.size());
    }

    @Test
    void anOlderWriteDoesNotWinAgainAfterACompaction() {
        FeatureGroupSpec labels = FeatureGroupSpec.builder(name("labels"), 1)
                .feature("id", DataType.INT)
                .feature("at", DataType.TIMESTAMP)
                .feature("shop", DataType.INT)
                .primaryKey("id")
                .eventTime("at")
                .build();
        FeatureGroup label = filled(labels, row(1, minutes(1), 1));
        FeatureGroup group = store().createFeatureGroup(cart());
        // The join does not cover the key: of equal event times the later write wins, also after a compaction.
        group.insert(frame(group.spec(), row("z", 1, minutes(0), 1)));
        group.insert(frame(group.spec(), row("a", 1, minutes(0), 2)));
        Query query = label.select("id").join(group.select("items"), Join.on("shop"));
        assertThat(store().read(query).value(0, "items")).isEqualTo(2);
        group.compact();
        assertThat(store().read(query).value(0, "items")).isEqualTo(2);
    }

    @Test
    void expiryGivesUpOldStatesAndNothingElse() {
        FeatureGroup group = store().createFeatureGroup(cart());
        Commit one = group.insert(frame(group.spec(), row("u", 1, minutes(0), 1)));
        clock().advance(Duration.ofHours(1));
        Commit two = group.insert(frame(group.spec(), row("u", 1, minutes(0), 2)));
        clock().advance(Duration.ofHours(1));
        Commit three = group.insert(frame(group.spec(), row("v", 1, minutes(0), 3)));
        assertThat(group.expireCommits(two.at())).isEqualTo(1);
        assertThatThrownBy(() -> group.read(ReadOptions.all().asOf(one.id())))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(Long.toString(one.id()));
        assertThat(items(group, ReadOptions.all().asOf(two.id()))).containsExactly("{items=2}");
        assertThat(group.expireCommits(now().plus(Duration.ofDays(1)))).isEqualTo(1);
        assertThat(items(group, ReadOptions.all())).containsExactly("{items=2}", "{items=3}");
        assertThat(items(group, ReadOptions.all().asOf(three.id()))).hasSize(2);
        assertThat(group.commits()).hasSize(3);
        assertThat(items(reopened(group), ReadOptions.all())).hasSize(2);
    }

    @Test
    void rowsAreReadByRangeOfEventTimeWithoutTheStart() {
        FeatureGroup group =
                filled(cart(), row("u", 1, minutes(0), 0), row("u", 1, minutes(1), 1), row("u", 1, minutes(2), 2));
        assertThat(items(group, ReadOptions.all().within(TimeRange.of(minutes(0), minutes(2)))))
                .containsExactly("{items=1}", "{items=2}");
        assertThat(items(group, ReadOptions.all().within(TimeRange.upTo(minutes(1)))))
                .hasSize(2);
        assertThat(items(group, ReadOptions.all().within(TimeRange.after(minutes(1)))))
                .containsExactly("{items=2}");
        assertThat(group.read(ReadOptions.all().limit(2)).rows()).isEqualTo(2);
        assertThat(group.read(ReadOptions.all().limit(0)).rows()).isZero();
        assertThat(group.read(ReadOptions.all().limit(9)).rows()).isEqualTo(3);
    }

    @Test
    void projectionKeepsTheOrderAskedFor() {
        FeatureGroup group = filled(cart(), row("u", 1, minutes(0), 5));
        Frame read = group.read(ReadOptions.all().select("items", "user_id"));
        assertThat(read.schema().names()).containsExactly("items", "user_id");
        assertThat(read.row(0)).isEqualTo(Map.of("items", 5, "user_id", "u"));
        assertThatThrownBy(() -> group.read(ReadOptions.all().select("item")))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContainingAll("item", "items");
    }

    @Test
    void aReadReturnsTheWritesThatWereReturnedBefore() throws Exception {
        FeatureGroup group = store().createFeatureGroup(cart());
        int threads = 4;
        int writes = 5;
        try (var pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                all.add(pool.submit(() -> {
                    for (int i = 0; i < writes; i++) {
                        group.insert(frame(
                                group.spec(), row("u" + thread, i, minutes(0), i), row("all", 0, minutes(0), thread)));
                        Frame mine = group.read(ReadOptions.all().where(Predicate.equalTo("user_id", "u" + thread)));
                        assertThat(mine.rows()).isEqualTo(i + 1);
                    }
                }));
            }
            for (var one : all) {
                one.get();
            }
        }
        assertThat(group.read().rows()).isEqualTo(threads * writes + 1);
        assertThat(group.commits())
                .filteredOn(commit -> commit.operation() == Commit.Operation.INSERT)
                .hasSize(threads * writes);
        assertThat(group.commits()).extracting(Commit::sequence).doesNotHaveDuplicates();
    }
}
