package io.kvkit.spring.ratelimited.route;

import io.kvkit.call.Decision;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.web.KvProblem;
import io.kvkit.spring.web.LimitHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Limits WebFlux requests by their path, before filters of a higher order such as those of Spring Security. */
public final class RouteWebFilter implements WebFilter, Ordered {

    private final RouteLimits limits;
    private final RouteAnswers answers;
    private final int order;

    /** Creates the filter. */
    public RouteWebFilter(RouteLimits limits, RouteAnswers answers, int order) {
        this.limits = limits;
        this.answers = answers;
        this.order = order;
    }

    @Override
    public int getOrder() {
        return order;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange web, WebFilterChain chain) {
        RouteRequest route = route(web.getRequest());
        RouteDecision deciding;
        try {
            deciding = limits.decision(route);
        } catch (KvKeyException noKey) {
            return refuse(route, noKey, web.getResponse());
        }
        if (deciding == null) {
            return chain.filter(web);
        }
        Decision now = deciding.now();
        return now == null
                // Not on the thread of the store.
                ? Mono.fromCompletionStage(deciding::later)
                        .publishOn(Schedulers.parallel())
                        .flatMap(decision -> decided(route, decision, deciding.result(), web, chain))
                : decided(route, now, deciding.result(), web, chain);
    }

    private static RouteRequest route(ServerHttpRequest request) {
        return new RouteRequest(
                request.getMethod().name(),
                List.of(request.getPath().pathWithinApplication()),
                request.getPath().value(),
                remote(request.getRemoteAddress()),
                name -> {
                    List<String> values = request.getHeaders().get(name);
                    return values == null ? List.of() : values;
                });
    }

    private static @Nullable String remote(@Nullable InetSocketAddress remote) {
        InetAddress resolved = remote == null ? null : remote.getAddress();
        if (resolved == null) {
            return remote == null ? null : remote.getHostString();
        }
        return resolved.getHostAddress();
    }

    private Mono<Void> decided(
            RouteRequest route,
            Decision decision,
            @Nullable RateLimitResult result,
            ServerWebExchange web,
            WebFilterChain chain) {
        if (result != null) {
            web.getAttributes().put(LimitHeaders.EARLIER, result);
            answers.headers(result).forEach(web.getResponse().getHeaders()::set);
        }
        return decision instanceof Decision.Reject rejected
                ? refuse(route, rejected.failure(), web.getResponse())
                : chain.filter(web);
    }

    private Mono<Void> refuse(RouteRequest route, Throwable refusal, ServerHttpResponse response) {
        KvProblem problem = answers.problem(refusal);
        if (problem == null) {
            return Mono.error(refusal);
        }
        problem.headers().forEach(response.getHeaders()::set);
        response.setStatusCode(HttpStatusCode.valueOf(problem.detail().getStatus()));
        byte[] body = answers.body(problem, route);
        if (body == null) {
            return response.setComplete();
        }
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}
