package io.shearwater.client;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.VectorLog;
import io.shearwater.model.GroupRef;
import io.shearwater.wire.JsonObject;
import io.shearwater.wire.RefJson;

/** The log of the vectors that a server's view served. Its counts are those of the server. Thread-safe. */
record RemoteVectorLog(ViewPlace place, GroupRef ref) implements VectorLog {
    private static final String LOG = "vector-log";

    static VectorLog of(ViewPlace place) {
        return new RemoteVectorLog(
                place,
                RefJson.GROUPS.read(
                        place.http().json(place.get(LOG)).member("group").node(), "$.group"));
    }

    @Override
    public FeatureGroup group() {
        return new RemoteGroup(place.http(), ref);
    }

    @Override
    public Counts counts() {
        JsonObject answer = place.http().json(place.get(LOG));
        return new Counts(
                answer.member("written").whole(),
                answer.member("waiting").whole(),
                answer.member("dropped").whole());
    }

    @Override
    public void flush() {
        place.http().done(place.post(LOG, "flush").repeatable().work().named(place.what("log of")));
    }
}
