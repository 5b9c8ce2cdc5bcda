package io.shearwater.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Query;
import io.shearwater.model.RequestId;
import io.shearwater.model.RequestIds;
import io.shearwater.model.ShearwaterException;
import io.shearwater.testing.InMemoryOnlineStore;
import io.shearwater.testing.SteppedClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    private static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("card", DataType.STRING)
            .feature("spent", DataType.DOUBLE)
            .primaryKey("card")
            .online()
            .build();

    private static VectorReader reader(FeatureGroupSpec group, Set<String> parameters) {
        FeatureViewSpec view =
                FeatureViewSpec.builder("v", 1, Query.featuresOf(group)).build();
        VectorPlan plan = VectorPlan.ofFeatures(view, List.of(Fixture.group(1, group)));
        return new VectorReader(new InMemoryOnlineStore(), plan, new SteppedClock(Fixture.NOON), parameters);
    }

    private static UUID uuid(RequestIds ids, long number) {
        return UUID.fromString(ids.id(number).text());
    }

    @Test
    void anIdIsAUuidOfVersion7WithTheMillisecondOfTheRequest() {
        RequestIds ids = new RequestIds();
        long millis = 1_790_000_000_123L;
        UUID id = uuid(ids, ids.reserve(millis * 1_000 + 999, 1));
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(millis);
    }

    @Test
    void idsGrowAndDifferWhateverTheClockDoes() {
        RequestIds ids = new RequestIds();
        List<String> made = new ArrayList<>();
        for (long micros : new long[] {5_000_000_000L, 5_000_000_000L, 4_000_000_000L, 5_000_001_000L}) {
            long first = ids.reserve(micros, 5_000);
            for (int i = 0; i < 5_000; i++) {
                made.add(ids.id(first + i).text());
            }
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void twoMakersDoNotMeet() {
        Set<String> made = new HashSet<>();
        for (int maker = 0; maker < 100; maker++) {
            RequestIds ids = new RequestIds();
            made.add(ids.id(ids.reserve(0, 1)).text());
        }
        assertThat(made).hasSize(100);
    }

    @Test
    void aVectorHasTheIdThatItsEntryStatesOrOneThatIsMade() {
        VectorReader reader = reader(CARDS, Set.of());
        List<FeatureVector> vectors = reader.vectors(List.of(
                Map.of("card", "a", "request_id", "order 7"),
                Map.of("card", "a"),
                Map.of("card", "b", "request_id", new UUID(7, 7))));
        assertThat(vectors.getFirst().requestId()).isEqualTo("order 7");
        assertThat(UUID.fromString(vectors.get(1).requestId()).version()).isEqualTo(7);
        assertThat(vectors.getLast().requestId()).isEqualTo("00000000-0000-0007-0000-000000000007");
    }

    @Test
    void entriesThatStateTheSameIdAreRefused() {
        VectorReader reader = reader(CARDS, Set.of());
        Map<String, String> entry = Map.of("card", "a", "request_id", "order 7");
        assertThatThrownBy(() -> reader.vectors(List.of(entry, Map.of("card", "b"), entry)))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        refused -> assertThat(refused.code()).isEqualTo(OnlineError.BAD_REQUEST))
                .hasMessageContaining("'order 7'");
    }

    @Test
    void whatTheViewItselfCallsSoIsNoIdOfTheRequest() {
        FeatureGroupSpec requests = FeatureGroupSpec.builder("requests", 1)
                .feature(RequestId.NAME, DataType.STRING)
                .feature("spent", DataType.DOUBLE)
                .primaryKey(RequestId.NAME)
                .online()
                .build();
        FeatureVector vector = reader(requests, Set.of()).vector(Map.of("request_id", "key"));
        assertThat(vector.requestId()).isNotEqualTo("key");
    }

    @Test
    void aMisspeltParameterIsSuggested() {
        VectorReader reader = reader(CARDS, Set.of("ip_address"));
        assertThatThrownBy(() -> reader.vector(Map.of("card", "a", "ip_adress", "10.0.0.1")))
                .hasMessageContaining("nor a parameter [ip_address]")
                .hasMessageContaining("Did you mean 'ip_address'?");
    }
}
