package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.Commit;

/** Commits as JSON. */
public final class CommitJson {
    public static final WireCodec<Commit> COMMITS = WireCodec.ofObject(CommitJson::node, CommitJson::read);

    private CommitJson() {}

    static ObjectNode node(Commit commit) {
        ObjectNode node = WireJson.object().put("id", commit.id());
        node.set("group", RefJson.node(commit.group()));
        return node.put("operation", JsonValue.written(commit.operation()))
                .put("at", commit.at().toString())
                .put("sequence", commit.sequence())
                .put("inserted", commit.counts().inserted())
                .put("updated", commit.counts().updated())
                .put("deleted", commit.counts().deleted())
                .put("duplicates", commit.counts().duplicates())
                .put("duration", commit.duration().toString());
    }

    static Commit read(JsonObject commit) {
        return new Commit(
                commit.member("id").whole(),
                RefJson.group(commit.member("group")),
                commit.member("operation").choice(Commit.Operation.class),
                commit.member("at").instant(),
                commit.member("sequence").whole(),
                new Commit.Counts(
                        commit.member("inserted").whole(),
                        commit.member("updated").whole(),
                        commit.member("deleted").whole(),
                        commit.member("duplicates").whole()),
                commit.member("duration").duration());
    }
}
