package io.shearwater.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.GroupRef;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Users, service accounts, keys and members as they are stored; docs/format/registry.md has their members. */
final class AccessJson {
    private static final HexFormat HEX = HexFormat.of();

    private AccessJson() {}

    static DefinitionKey key(Principal.User user) {
        return new DefinitionKey(DefinitionKey.STORE, Kind.USER, user.name(), 0);
    }

    static DefinitionKey key(Principal.ServiceAccount account) {
        return new DefinitionKey(account.project(), Kind.SERVICE_ACCOUNT, account.name(), 0);
    }

    static DefinitionKey apiKey(String id) {
        return new DefinitionKey(DefinitionKey.STORE, Kind.API_KEY, id, 0);
    }

    static DefinitionKey member(String project, Principal principal) {
        return new DefinitionKey(project, Kind.MEMBER, principal.text(), 0);
    }

    static String write(User user) {
        return Json.object()
                .put("standing", user.standing().name())
                .put("state", user.state().name())
                .put("created", user.created().toString())
                .toString();
    }

    static User user(Definition stored) {
        Json json = Json.parse(stored.key(), stored.json());
        return new User(
                new Principal.User(stored.key().name()),
                json.constant(User.Standing.class, "standing"),
                json.constant(User.State.class, "state"),
                json.instant("created"));
    }

    static String write(ServiceAccount account) {
        return Json.object()
                .put("description", account.description())
                .put("state", account.state().name())
                .put("created", account.created().toString())
                .toString();
    }

    static ServiceAccount account(Definition stored) {
        Json json = Json.parse(stored.key(), stored.json());
        return new ServiceAccount(
                new Principal.ServiceAccount(
                        stored.key().project(), stored.key().name()),
                json.text("description"),
                json.constant(User.State.class, "state"),
                json.instant("created"));
    }

    static String write(KeyRecord stored) {
        ApiKey key = stored.key();
        ObjectNode json = Json.object()
                .put("principal", key.principal().text())
                .put("label", key.label())
                .put("createdBy", key.createdBy())
                .put("issued", key.issued().toString())
                .put("expires", key.expires().toString())
                .put("sha256", HEX.formatHex(stored.hash()));
        key.scope().project().ifPresent(project -> json.put("project", project));
        key.scope().permissions().ifPresent(permissions -> {
            ArrayNode names = json.putArray("permissions");
            permissions.forEach(permission -> names.add(permission.name()));
        });
        key.formerSecretUntil().ifPresent(until -> json.put("formerUntil", until.toString()));
        byte[] former = stored.formerHash();
        if (former != null) {
            json.put("formerSha256", HEX.formatHex(former));
        }
        key.revoked().ifPresent(at -> json.put("revoked", at.toString()));
        return json.toString();
    }

    static KeyRecord apiKey(Definition stored) {
        Json json = Json.parse(stored.key(), stored.json());
        ApiKey key = new ApiKey(
                stored.key().name(),
                Principal.parse(json.text("principal")),
                json.text("label"),
                scope(json),
                json.text("createdBy"),
                json.instant("issued"),
                json.instant("expires"),
                json.findInstant("formerUntil"),
                json.findInstant("revoked"));
        byte[] former = json.find("formerSha256")
                .map(text -> HEX.parseHex(text.asText()))
                .orElse(null);
        return new KeyRecord(key, HEX.parseHex(json.text("sha256")), former);
    }

    private static Scope scope(Json json) {
        Optional<Set<Permission>> permissions = json.find("permissions").map(names -> {
            Set<Permission> set = EnumSet.noneOf(Permission.class);
            names.forEach(name -> set.add(json.constant(Permission.class, name)));
            return set;
        });
        return new Scope(json.find("project").map(text -> text.asText()), permissions);
    }

    static String write(Member member) {
        ObjectNode json = Json.object().put("role", member.role().name());
        ArrayNode grants = json.putArray("grants");
        member.grants().forEach((group, features) -> {
            ArrayNode names = grants.addObject()
                    .put("group", group.name())
                    .put("version", group.version())
                    .putArray("features");
            features.forEach(names::add);
        });
        return json.toString();
    }

    static Member member(Definition stored) {
        Json json = Json.parse(stored.key(), stored.json());
        Map<GroupRef, Set<String>> grants = new TreeMap<>();
        json.node("grants").forEach(grant -> {
            Set<String> features = new TreeSet<>();
            grant.path("features").forEach(feature -> features.add(feature.asText()));
            grants.put(
                    new GroupRef(
                            grant.path("group").asText(), grant.path("version").asInt()),
                    features);
        });
        return new Member(
                stored.key().project(),
                Principal.parse(stored.key().name()),
                json.constant(Role.class, "role"),
                grants);
    }
}
