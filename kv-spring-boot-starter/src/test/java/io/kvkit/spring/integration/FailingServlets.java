package io.kvkit.spring.integration;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** What may fail in Spring MVC when a handler has ended. */
@Configuration(proxyBeanMethods = false)
class FailingServlets implements WebMvcConfigurer {

    /** Fails for who asks for it. */
    @ControllerAdvice
    static class Advice implements ResponseBodyAdvice<Object> {

        @Override
        public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
            return true;
        }

        @Override
        public Object beforeBodyWrite(
                @Nullable Object body,
                MethodParameter returned,
                MediaType type,
                Class<? extends HttpMessageConverter<?>> converter,
                ServerHttpRequest request,
                ServerHttpResponse response) {
            if (body instanceof Map<?, ?> map && map.containsKey("number") && isAsked(request)) {
                throw new IllegalStateException("the advice failed");
            }
            return body;
        }
    }

    private static boolean isAsked(ServerHttpRequest request) {
        return request.getHeaders().containsHeader("X-Fail-Advice");
    }

    private record Named(String name) implements ViewResolver, Ordered {

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public @Nullable View resolveViewName(String view, Locale locale) {
            if (!view.equals(name)) {
                return null;
            }
            return (model, request, response) -> {
                response.getWriter().write("half a page");
                throw new IllegalStateException("the template failed");
            };
        }
    }

    @Bean
    ViewResolver broken() {
        return new Named("broken");
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new HandlerInterceptor() {
            @Override
            public void postHandle(
                    HttpServletRequest request,
                    HttpServletResponse response,
                    Object handler,
                    @Nullable ModelAndView view) {
                boolean error = request.getDispatcherType() == DispatcherType.ERROR;
                if (!error && request.getHeader("X-Fail-Interceptor") != null) {
                    throw new IllegalStateException("the interceptor failed");
                }
            }
        });
    }
}
