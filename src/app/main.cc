#include <CLI/CLI.hpp>

#include <csignal>
#include <iostream>

#include "app/commands.h"
#include "app/feed.h"
#include "app/replay_pace.h"
#include "foundation/base/problem.h"

namespace {

// Options that several subcommands share.
void add_place_options(CLI::App& command, app::command_options& options) {
  command.add_option("--data", options.data_folder, "folder with the loaded place: database, roads, map")->required();
  command.add_option("--place", options.place_folder, "folder of the place (sample/NAME); the one that was loaded when left out");
  command.add_option("--config", options.config_file, "YAML file with settings; `shouwang config` explains them");
  command.add_option("--set", options.settings, "one setting, as key=value; may be given more than once");
}

void add_catalogue_options(CLI::App& command, app::command_options& options) {
  command.add_option("action", options.name, "check or simulate")->required();
  command.add_option("folder", options.json, "with kinds/, clocks.yaml, lists.yaml and outputs.yaml")->required();
  command.add_option("--cases", options.cases, "simulated, over all kinds")->check(CLI::Range(1, 10'000'000));
  command.add_option("--seed", options.seed, "of what is drawn: the same seed gives the same report");
  command.add_option("--kind", options.kind, "simulate only this kind");
  command.add_option("--language", options.language, "of the report: zh or en")->check(CLI::IsMember({"zh", "en"}));
}

void add_feed(CLI::App& program, app::feed_options& how, int& exit_code) {
  CLI::App* feed = program.add_subcommand("feed", "play position files into a running server, by any protocol");
  feed->add_option("files", how.files, "CSV, also .gz: columns lat, lon, unix_ts or utc, and cab or user")->required();
  feed->add_option("--protocol", how.protocol, "json, frames, owntracks, osmand or mqtt");
  feed->add_option("--to", how.to, "http://HOST:PORT of the server; for mqtt, mqtt://HOST:PORT of the broker")->required();
  feed->add_option("--server", how.server, "with mqtt: http://HOST:PORT of the server, for --create and the counts");
  feed->add_option("--token", how.token, "an API token of a commander")->envname("SHOUWANG_TOKEN");
  feed->add_option("--keys", how.keys_file, "file of the devices' keys, lines name:key; --create writes it");
  feed->add_option("--speed", how.speed, R"(times faster than it was, or "max": at once, and the last position is now)");
  feed->add_option("--units", how.units, "at most so many units; 0: all");
  feed->add_option("--limit", how.most_fixes, "at most so many positions; 0: all");
  feed->add_option("--connections", how.connections, "connections at once")->check(CLI::Range(1, 256));
  feed->add_option("--prefix", how.prefix, "what names of units and devices begin with");
  feed->add_flag("--create", how.create, "make the units and devices that are missing, on shift");
  feed->add_flag("--keep-times", how.keep_times, "send the times of the files");
  feed->add_flag("--quiet", how.quiet, "no progress");
  feed->callback([&how, &exit_code] { exit_code = app::command_feed(how); });
}

int run(int argc, char** argv) {
  CLI::App program("Shouwang 守望: a town's and a county's safety work on one screen");
  program.require_subcommand(1);
  app::command_options options;
  int exit_code = 0;
  const auto add = [&](const char* name, const char* what, int (*command)(const app::command_options&)) {
    CLI::App* sub = program.add_subcommand(name, what);
    sub->callback([&exit_code, &options, command, name = std::string_view(name)] {
      options.quiet = name != "serve" && name != "replay";
      exit_code = command(options);
    });
    return sub;
  };
  CLI::App* import = add("import", "load a place: roads, names, map, areas, stations and units", app::command_import);
  add_place_options(*import, options);
  import->add_flag("--no-tiles", options.no_tiles, "leave the map's tiles out");
  import->add_option("--maps-from", options.maps_from, "take roads, names and tiles from this data folder");
  CLI::App* serve = add("serve", "serve the console and the API", app::command_serve);
  add_place_options(*serve, options);
  serve->add_option("--console", options.console_folder, "folder of the built console");
  serve->add_option("--port", options.port, "port; 0 takes any free one");
  CLI::App* replay = add("replay", "send the place's real calls through the system on virtual time", app::command_replay);
  add_place_options(*replay, options);
  replay->add_option("--console", options.console_folder, "folder of the built console (with --watch)");
  replay->add_option("--port", options.port, "port (with --watch)");
  replay->add_flag("--watch", options.watch, "serve the console while it runs");
  replay->add_option("--speed", options.speed, "virtual seconds per second while watched")->check(CLI::Range(1, app::most_speed));
  replay->add_option("--days", options.days, "days of calls from the first one; 0: all")->check(CLI::Range(0, 10'000));
  replay->add_option("--seed", options.seed, "of the drawn service times");
  replay->add_option("--report", options.report_path, "where the report is saved; DATA/replay-report.md and .json when left out");
  CLI::App* call = add("call", "call one operation on a loaded place: NAME [JSON]", app::command_call);
  add_place_options(*call, options);
  call->add_option("name", options.name, "of the operation");
  call->add_option("json", options.json, R"(its parameters, the version it changes and its body: {"path":{…},"query":{…},"version":1,"body":{…}})");
  CLI::App* accounts = add("accounts", "list accounts, or make a new password for one", app::command_accounts);
  add_place_options(*accounts, options);
  accounts->add_option("action", options.name, "list or reset");
  accounts->add_option("account", options.json, "its name");
  CLI::App* verify = add("verify", "check an exported journal against a signed head, without a server: FILE HEAD", app::command_verify);
  verify->add_option("journal", options.name, "JSON lines as `export` wrote them")->required();
  verify->add_option("head", options.json, "the signed head")->required();
  CLI::App* journal = add("export", "write the journal as JSON lines and its signed head: FOLDER", app::command_export);
  add_place_options(*journal, options);
  journal->add_option("folder", options.name, "where to")->required();
  CLI::App* config = add("config", "explain every setting and its present value", app::command_config);
  config->add_option("--config", options.config_file, "YAML file with settings");
  config->add_option("--set", options.settings, "one setting, as key=value");
  config->add_option("action", options.name, "explain");
  CLI::App* openapi = add("openapi", "print the API's description (OpenAPI 3.1)", app::command_openapi);
  add_place_options(*openapi, options);
  CLI::App* catalogue =
      add("catalogue", "check FOLDER: name every fault; simulate FOLDER: a year of random cases on its rules", app::command_catalogue);
  add_catalogue_options(*catalogue, options);
  app::feed_options feed;
  add_feed(program, feed, exit_code);
  const auto named = [&](const CLI::App* one) { return one->get_name() == argv[1]; };
  if (argc > 1 && argv[1][0] != '-' && program.get_subcommands(named).empty()) {
    throw base::problem(400, "bad_call", "There is no such command.", argv[1], "`shouwang --help` names them.");
  }
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error);
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run(argc, argv);
  } catch (const base::problem& fault) {
    std::cerr << fault.title << (fault.detail.empty() ? "" : " " + fault.detail) << (fault.remedy.empty() ? "" : "\n" + fault.remedy) << "\n";
  } catch (const std::exception& fault) {
    std::cerr << "unexpected: " << fault.what() << "\n";
  }
  return 1;
}
