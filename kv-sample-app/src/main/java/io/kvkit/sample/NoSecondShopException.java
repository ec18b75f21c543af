package io.kvkit.sample;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

final class NoSecondShopException extends ResponseStatusException {

    private static final long serialVersionUID = 1L;

    NoSecondShopException(String reason) {
        super(HttpStatus.BAD_GATEWAY, reason);
    }
}
