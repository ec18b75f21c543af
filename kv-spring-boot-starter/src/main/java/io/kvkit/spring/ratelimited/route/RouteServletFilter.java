package io.kvkit.spring.ratelimited.route;

import io.kvkit.call.Decision;
import io.kvkit.call.Failures;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.web.KvProblem;
import io.kvkit.spring.web.LimitHeaders;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.UriUtils;

/** Limits servlet requests by their path, before filters of a higher order such as those of Spring Security. */
public final class RouteServletFilter extends OncePerRequestFilter implements Ordered {

    private final RouteLimits limits;
    private final RouteAnswers answers;
    private final int order;

    /** Creates the filter. */
    public RouteServletFilter(RouteLimits limits, RouteAnswers answers, int order) {
        this.limits = limits;
        this.answers = answers;
        this.order = order;
    }

    @Override
    public int getOrder() {
        return order;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RouteRequest route = route(request);
        Throwable refusal = refusal(route, request, response);
        if (refusal == null) {
            chain.doFilter(request, response);
        } else {
            refuse(route, refusal, response);
        }
    }

    private static RouteRequest route(HttpServletRequest request) {
        return new RouteRequest(
                request.getMethod(),
                paths(request),
                request.getRequestURI(),
                request.getRemoteAddr(),
                name -> Collections.list(request.getHeaders(name)));
    }

    // Spring goes by the path as it was sent, and other servlets and filters by what the server makes of it: /login for
    // /x/../login and //login.
    private static List<PathContainer> paths(HttpServletRequest request) {
        PathContainer sent = ServletRequestPathUtils.parse(request).pathWithinApplication();
        String more = request.getPathInfo();
        String resolved = request.getServletPath() + (more == null ? "" : more);
        return sent.value().equals(resolved)
                ? List.of(sent)
                : List.of(sent, PathContainer.parsePath(UriUtils.encodePath(resolved, StandardCharsets.UTF_8)));
    }

    private @Nullable Throwable refusal(RouteRequest route, HttpServletRequest request, HttpServletResponse response) {
        RouteDecision deciding;
        try {
            deciding = limits.decision(route);
        } catch (KvKeyException noKey) {
            return noKey;
        }
        if (deciding == null) {
            return null;
        }
        Decision now = deciding.now();
        Decision decision = now == null ? Failures.join(deciding.later()) : now;
        show(deciding.result(), request, response);
        return decision instanceof Decision.Reject rejected ? rejected.failure() : null;
    }

    private void show(@Nullable RateLimitResult result, HttpServletRequest request, HttpServletResponse response) {
        if (result != null) {
            request.setAttribute(LimitHeaders.EARLIER, result);
            answers.headers(result).forEach(response::setHeader);
        }
    }

    private void refuse(RouteRequest route, Throwable refusal, HttpServletResponse response) throws IOException {
        KvProblem problem = answers.problem(refusal);
        if (problem == null) {
            throw Failures.<RuntimeException>sneaky(refusal);
        }
        problem.headers().forEach(response::setHeader);
        byte[] body = answers.body(problem, route);
        if (body == null) {
            response.sendError(problem.detail().getStatus());
            return;
        }
        response.setStatus(problem.detail().getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
