package io.kvkit.spring.web;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Who is authenticated in a WebFlux request, or why that is not known.
 *
 * @param principal the name; null for nobody
 * @param failure why it is not known; null if it is
 */
record Identity(@Nullable String principal, @Nullable Throwable failure) {

    private static final Identity NOBODY = new Identity(null, null);

    /** Finds out; a failure concerns only those who ask for the name. */
    static Mono<Identity> of(ServerWebExchange web) {
        return web.getPrincipal()
                .map(Identity::of)
                .onErrorResume(failure -> Mono.just(new Identity(null, failure)))
                .defaultIfEmpty(NOBODY);
    }

    /** The name; null for nobody. */
    @Nullable
    String name() {
        if (failure != null) {
            throw new IllegalStateException("The user of this request could not be determined", failure);
        }
        return principal;
    }

    // Spring Security may make a principal of nobody; everybody would be the same one.
    private static Identity of(Principal principal) {
        String type = principal.getClass().getSimpleName();
        return type.equals("AnonymousAuthenticationToken") ? NOBODY : new Identity(principal.getName(), null);
    }
}
