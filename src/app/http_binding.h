#pragma once
#include <functional>
#include <memory>
#include <span>

#include "app/run_operation.h"
#include "foundation/operation/operation.h"
#include "foundation/web/router.h"

namespace app {

// Who a request comes from, by its session cookie or bearer token; nothing when it has neither. Throws base::problem 401
// for one that is not (or no longer) valid.
using authenticate = std::function<std::shared_ptr<const operation::caller>(const web::request&)>;

// Makes a route of each operation: authentication, form of the request, running, answer with ETag, Location and problems.
// The definitions, the runner and the clock behind `who` must outlive the router.
void bind_operations(web::router& router, std::span<const operation::definition> operations, operation_runner& runner, authenticate who);

// Adds a GET route that is no operation (the event stream, tiles, health): `needed` is the permission, "" = any
// signed-in account.
using page = std::function<web::response(const web::request&, std::shared_ptr<const operation::caller>)>;
void bind_page(web::router& router, std::string pattern, std::string needed, authenticate who, page make);

}  // namespace app
