package io.kvkit.spring.crash;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The points {@code received}, where nothing is claimed, and {@code answered}, where everything is recorded and no byte of
 * the response has left.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Passing extends OncePerRequestFilter {

    /** The user of all requests, so that operators can name their keys. */
    static final String USER = "ada";

    private final Points points;

    Passing(Points points) {
        this.points = points;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = key(request);
        if (key == null) {
            chain.doFilter(request, response);
            return;
        }
        points.reach("received", key);
        chain.doFilter(authenticated(request), response);
        points.reach("answered", key);
    }

    private static HttpServletRequest authenticated(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public Principal getUserPrincipal() {
                return () -> USER;
            }
        };
    }

    private static @Nullable String key(HttpServletRequest request) {
        String key = request.getHeader("Idempotency-Key");
        return key == null ? request.getHeader("X-Event") : key;
    }
}
