package io.kvkit.spring.integration;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Filters that answer logins, in the place of those of Spring Security. */
final class RouteLogins {

    private static final int OF_SPRING_SECURITY = -100;

    private RouteLogins() {}

    @Order(OF_SPRING_SECURITY)
    static final class OfServlets extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (request.getMethod().equals("POST")) {
                RoutesContract.LOGINS.incrementAndGet();
                response.setStatus(204);
            } else {
                chain.doFilter(request, response);
            }
        }
    }

    @Order(OF_SPRING_SECURITY)
    static final class OfWebFlux implements WebFilter {

        @Override
        public Mono<Void> filter(ServerWebExchange web, WebFilterChain chain) {
            if (!web.getRequest().getMethod().name().equals("POST")) {
                return chain.filter(web);
            }
            RoutesContract.LOGINS.incrementAndGet();
            web.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
            return web.getResponse().setComplete();
        }
    }
}
