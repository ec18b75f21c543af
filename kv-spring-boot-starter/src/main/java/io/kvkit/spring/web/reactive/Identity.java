package io.kvkit.spring.web.reactive;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The authenticated user of a WebFlux request, or why the user is unknown.
 *
 * @param principal the name; null for an anonymous user
 * @param failure why the user is unknown; null if the user is known
 */
record Identity(@Nullable String principal, @Nullable Throwable failure) {

    private static final Identity NOBODY = new Identity(null, null);

    /** Determines the user. A failure concerns only code that asks for the name. */
    static Mono<Identity> of(ServerWebExchange web) {
        return web.getPrincipal()
                .map(Identity::of)
                .onErrorResume(failure -> Mono.just(new Identity(null, failure)))
                .defaultIfEmpty(NOBODY);
    }

    /** Returns the name; null for an anonymous user. */
    @Nullable
    String name() {
        if (failure != null) {
            throw new IllegalStateException("The user of this request could not be determined", failure);
        }
        return principal;
    }

    // Spring Security may create a principal for anonymous users, who would all be the same.
    private static Identity of(Principal principal) {
        String type = principal.getClass().getSimpleName();
        return type.equals("AnonymousAuthenticationToken") ? NOBODY : new Identity(principal.getName(), null);
    }
}
