package io.kvkit.spring.web.servlet;

import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.web.Facts;
import io.kvkit.spring.web.Told;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;

/** A servlet request through the filter, without a container. */
abstract class FilteredServlet {

    static final RecordedResponse FIRST = RecordedResponse.of(202, List.of(), bytes("first"));

    /** A container that renders errors in a dispatch of their own. */
    static final class Container extends MockServletContext {

        @Override
        public String getServerInfo() {
            return "Container/1.0";
        }
    }

    final MockHttpServletRequest request = new MockHttpServletRequest(new Container(), "POST", "/orders");
    final MockHttpServletResponse raw = new MockHttpServletResponse();
    final KvServletFilter filter = new KvServletFilter(Facts.RULES);
    final Told told = new Told();

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void dispatch(FilterChain chain) throws ServletException, IOException {
        filter.doFilter(request, raw, chain);
    }

    void dispatch(DispatcherType type, FilterChain chain) throws ServletException, IOException {
        request.setDispatcherType(type);
        dispatch(chain);
    }

    ServletExchange exchange() {
        return Objects.requireNonNull(ServletExchange.of(request));
    }

    void guarded(FilterChain chain) throws ServletException, IOException {
        dispatch((req, res) -> {
            exchange().attach(told);
            chain.doFilter(req, res);
        });
    }
}
