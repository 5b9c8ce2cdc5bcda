package io.shearwater.cli;

import io.shearwater.access.TokenOptions;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a server reads tokens of an identity provider. */
final class TokenFlags {
    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            description = "Also accept tokens of this identity provider (OpenID Connect).")
    private @Nullable String issuer;

    @Option(names = "--oidc-audience", paramLabel = "NAME", description = "The audience that its tokens have to name.")
    private @Nullable String audience;

    @Option(names = "--oidc-keys", paramLabel = "URL", description = "Where its public keys are, as a JWK set.")
    private @Nullable URI keys;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    /** What is wanted; empty where nothing was said. */
    Optional<TokenOptions> wanted() {
        if (issuer == null && audience == null && keys == null) {
            return Optional.empty();
        }
        if (issuer == null || audience == null || keys == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Tokens need --oidc-issuer, --oidc-audience and --oidc-keys; one of them is missing.");
        }
        return Optional.of(TokenOptions.of(issuer, audience, keys));
    }
}
