package io.shearwater.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.Commit;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.Actor;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** How much projects may take; without a quota as much as there is. Administrators set them. Thread-safe. */
public final class Quotas {
    private final RegistryStore store;
    private final Access access;
    private final InstantSource clock;
    private final Map<String, Map<Quota, Long>> known = new ConcurrentHashMap<>();
    private final Map<String, Day> days = new ConcurrentHashMap<>();

    /** Rows that were written on a day, or are about to be. */
    private record Day(LocalDate date, long rows) {}

    public Quotas(RegistryStore store, Access access, InstantSource clock) {
        this.store = store;
        this.access = access;
        this.clock = clock;
    }

    /** The quotas of a project that has any. */
    public Map<Quota, Long> of(String project) {
        return known.computeIfAbsent(project, this::load);
    }

    private Map<Quota, Long> load(String project) {
        DefinitionKey key = key(project);
        Map<Quota, Long> quotas = new EnumMap<>(Quota.class);
        store.read(registry -> registry.find(key)).ifPresent(stored -> {
            Json json = Json.parse(key, stored.json());
            for (Quota quota : Quota.values()) {
                json.find(quota.name()).ifPresent(most -> quotas.put(quota, most.asLong()));
            }
        });
        return Collections.unmodifiableMap(quotas);
    }

    /**
     * Sets a quota, or with nothing lifts it. What is there already stays.
     *
     * @throws ShearwaterException NOT_ALLOWED for who is no administrator, BAD_REQUEST for less than 0
     */
    public void set(Authenticated by, String project, Quota quota, OptionalLong most) {
        access.requireAdministrator(by);
        if (most.isPresent() && most.getAsLong() < 0) {
            throw AccessError.BAD_REQUEST.because(
                    "A quota of " + most.getAsLong() + " " + quota.words() + " is not possible; it is 0 or more.");
        }
        synchronized (this) {
            Map<Quota, Long> next = new EnumMap<>(Quota.class);
            next.putAll(of(project));
            if (most.isPresent()) {
                next.put(quota, most.getAsLong());
            } else {
                next.remove(quota);
            }
            ObjectNode json = Json.object();
            next.forEach((each, value) -> json.put(each.name(), value));
            store.change(new Actor(by.principal().text()), tx -> {
                long revision = tx.find(key(project)).map(Definition::revision).orElse(0L);
                tx.audit(project, "set quota", quota.words());
                return tx.put(new Definition(key(project), json.toString(), revision, List.of()));
            });
            known.put(project, Collections.unmodifiableMap(next));
        }
    }

    private static DefinitionKey key(String project) {
        return new DefinitionKey(project, Kind.QUOTA, "quota", 0);
    }

    /** Forgets what was known of a project that was deleted. */
    public void forget(String project) {
        known.remove(project);
        days.remove(project);
    }

    /**
     * Returns if a project may have more of something.
     *
     * @param used how much it has
     * @param more how much is to come
     * @throws ShearwaterException QUOTA, LIMITED
     */
    public void require(String project, Quota quota, long used, long more) {
        Long most = of(project).get(quota);
        if (most != null && more > most - used) {
            throw AccessError.QUOTA.because("The project '" + project + "' has " + used + " " + quota.words()
                    + " and may have " + most + ": " + more
                    + " more are too many. Delete what is not needed, or ask an administrator for more.");
        }
    }

    /**
     * Counts rows that are about to be written today; none is counted if it fails. What was committed before this process began
     * is counted too.
     *
     * @throws ShearwaterException {@link RetryLater} QUOTA, with the time until midnight in UTC
     */
    public void takeRows(String project, long rows) {
        Long most = of(project).get(Quota.ROWS_PER_DAY);
        if (most == null) {
            days.remove(project);
            return;
        }
        Instant now = clock.instant();
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        days.compute(project, (name, day) -> {
            Day counted = day != null && day.date().equals(today) ? day : new Day(today, written(project, today));
            if (rows > most - counted.rows()) {
                throw tooManyRows(project, counted.rows(), most, now);
            }
            return new Day(today, counted.rows() + rows);
        });
    }

    /** Takes back what was counted for rows that were not written after all. */
    public void giveBackRows(String project, long rows) {
        days.computeIfPresent(project, (name, day) -> new Day(day.date(), Math.max(0, day.rows() - rows)));
    }

    private long written(String project, LocalDate date) {
        Instant midnight = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        return store.read(registry -> registry.list(project, Kind.FEATURE_GROUP).stream()
                .mapToLong(group -> written(registry, group.key(), midnight))
                .sum());
    }

    private static long written(RegistryReader registry, DefinitionKey group, Instant since) {
        return registry.commits(group.project(), new GroupRef(group.name(), group.version())).stream()
                .map(CommitRecord::commit)
                .filter(commit -> !commit.at().isBefore(since) && commit.operation() != Commit.Operation.COMPACT)
                .mapToLong(
                        commit -> commit.counts().inserted() + commit.counts().updated())
                .sum();
    }

    private static ShearwaterException tooManyRows(String project, long used, long most, Instant now) {
        LocalDate tomorrow = now.atZone(ZoneOffset.UTC).toLocalDate().plusDays(1);
        Duration wait =
                Duration.between(now, tomorrow.atStartOfDay(ZoneOffset.UTC).toInstant());
        return new ShearwaterException(
                new RetryLater(AccessError.QUOTA, wait),
                "The project '" + project + "' wrote " + used + " rows today and may write " + most
                        + ". Try again after midnight in UTC, or ask an administrator for more.");
    }
}
