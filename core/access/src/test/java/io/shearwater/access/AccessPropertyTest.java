package io.shearwater.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AccessPropertyTest {
    @Provide
    Arbitrary<Scope> scopes() {
        Arbitrary<Optional<Set<Permission>>> permissions = Arbitraries.of(Permission.class)
                .set()
                .ofMaxSize(5)
                .map(Set::copyOf)
                .optional();
        Arbitrary<Optional<String>> projects =
                Arbitraries.of("fraud", "weather").optional();
        return projects.flatMap(project -> permissions.map(set -> new Scope(project, set)));
    }

    @Property(tries = 300)
    void limitingTwiceAllowsWhatBothAllow(
            @ForAll("scopes") Scope one, @ForAll("scopes") Scope other, @ForAll Permission permission) {
        Scope both = one.and(other);
        for (String project : new String[] {"fraud", "weather"}) {
            boolean expected =
                    one.covers(project) && other.covers(project) && one.covers(permission) && other.covers(permission);
            assertThat(both.covers(project) && both.covers(permission)).isEqualTo(expected);
        }
    }

    @Property(tries = 100)
    void nothingIsAllowedThatTheRoleOrTheScopeDenies(
            @ForAll("scopes") Scope scope, @ForAll Role role, @ForAll Permission permission) {
        World world = new World();
        Authenticated who = world.member("sam@example.com", role).limitedTo(scope);

        boolean allowed = world.access.allows(who, "fraud", permission);

        assertThat(allowed).isEqualTo(role.allows(permission) && scope.covers("fraud") && scope.covers(permission));
        if (allowed) {
            world.access.require(who, "fraud", permission);
        } else {
            ErrorKind kind = kindOf(() -> world.access.require(who, "fraud", permission));
            assertThat(kind).isEqualTo(scope.covers("fraud") ? ErrorKind.FORBIDDEN : ErrorKind.NOT_FOUND);
        }
    }

    private static ErrorKind kindOf(Runnable call) {
        try {
            call.run();
        } catch (ShearwaterException refusal) {
            return refusal.kind();
        }
        throw new AssertionError("nothing was refused");
    }

    @Property(tries = 500)
    void noTextButTheKeyIsAccepted(@ForAll String text) {
        assertThat(kindOf(() -> new World().access.authenticate(text))).isEqualTo(ErrorKind.UNAUTHENTICATED);
    }
}
