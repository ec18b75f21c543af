package io.kvkit.spring.integration;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Authenticates whoever the header {@code X-User} names. */
final class Users {

    private Users() {}

    @Order(Ordered.HIGHEST_PRECEDENCE)
    static final class OfServlets extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            String user = request.getHeader("X-User");
            chain.doFilter(user == null ? request : new Authenticated(request, user), response);
        }
    }

    private static final class Authenticated extends HttpServletRequestWrapper {

        private final String user;

        Authenticated(HttpServletRequest request, String user) {
            super(request);
            this.user = user;
        }

        @Override
        public Principal getUserPrincipal() {
            return () -> user;
        }
    }

    @Order(Ordered.HIGHEST_PRECEDENCE)
    static final class OfWebFlux implements WebFilter {

        @Override
        public Mono<Void> filter(ServerWebExchange web, WebFilterChain chain) {
            String user = web.getRequest().getHeaders().getFirst("X-User");
            Principal principal = () -> user;
            return chain.filter(
                    user == null
                            ? web
                            : web.mutate().principal(Mono.just(principal)).build());
        }
    }
}
