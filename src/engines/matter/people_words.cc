#include "engines/matter/people_words.h"

#include <algorithm>
#include <vector>

#include "foundation/base/text.h"

namespace matter {
namespace {

constexpr std::string_view duty_words =
    "负责人|责任人|经办人|承办人|值班员|值班人|带班领导|包案领导|分管领导|检查人|记录人|填表人|填报人|审核人|"
    "审批人|签字人|保管人|领用人|发放人|民警姓名|警号|person in charge|responsible person|leader name|name of leader|officer name|"
    "name of officer|inspector name|manager name|badge number|police number|signed by|filled in by|issued by|handed out "
    "by|楼长|操作工|师傅|工长|施工员|项目经理|是谁|谁来|谁修|谁办|由谁|谁负责|foreman|repairman|project manager|site manager|who";

constexpr std::string_view duties_alone =
    "校长|院长|所长|园长|站长|局长|队长|组长|班长|村长|镇长|乡长|街长|路长|网格长|书记|村支书|主任|经理|店长|厂长|法人代表|法定代表人|principal|"
    "headmaster|manager|director";

constexpr std::string_view tag_words =
    "重点人员|重点人口|重点人群|重点对象|高危人员|关注人员|管控人员|管控对象|稳控对象|布控对象|人员布控|"
    "特殊人群|嫌疑人|嫌犯|涉案人员|违法人员|涉毒人员|吸毒人员|吸毒人|戒毒人员|刑满释放|刑释|社区矫正|"
    "矫正对象|帮教对象|精神障碍患者|精神病人|肇事肇祸|闲散青少年|涉访人员|上访人员|上访户|信访人员|缠访|"
    "治安耳目|治安线人|在逃人员|在逃犯|逃犯|黑名单|人员画像|个人画像|个人积分|个人信用|人员轨迹|活动轨迹|"
    "人脸|网络舆情|舆情监测|舆情监控|舆情信息|网络言论|宗教信仰|政治面貌|suspect|key person|key people|person of interest|"
    "wanted person|target person|target people|informant|watch list|watched person|watched people|blacklist|black list|offender|ex offender|parolee|"
    "drug user|drug addict|addict|mentally ill|criminal record|rap sheet|social credit|person score|personal score|face recognition|facial "
    "recognition|"
    "biometric|public opinion monitoring|opinion monitoring|opinion watch|public sentiment|sentiment "
    "analysis|zhongdianrenyuan|zhongdianrenkou|xianyiren|"
    "heimingdan|renlian|关注对象|信访对象|涉稳人员|精神病患者|吸毒史|前科|刑满|社戒|邪教人员|上访老户|线索提供|"
    "情报员|舆情内容|舆情研判|抓拍图|抓拍照|抓拍人|评分对象|积分排名|人员积分|informer|released prisoner|mental patient|"
    "drug history|criminal history|opinion trend|petition target|吸毒者|两劳人员|归正人员|社矫|在矫人员|服刑人员|严重精神障碍|"
    "肇祸|极端人员|三失人员|五失人员|涉军人员|涉军群体|涉疆人员|闲散人员|老访户|访民|法轮功|邪教徒|"
    "问题青少年|艾滋病人|惯犯|通缉犯|通缉人员|老赖|失信人员|红码人员|高风险人员|可疑人员|敏感人物|重点人一|"
    "重点人管|重点人走|重点人住|列管人员|在控人员|脱管人员|三非人员|维权律师|钉子户|一人一档|一户一档|重点户|"
    "关注户|稳控|安置帮教|眼线|意见领袖|网上言论|负面言论|不当言论|敏感言论|网上舆论|舆论动态|治安积极分子|"
    "通风报信|消息来源|案底|涉毒史|思想动态|现实表现|行踪|落脚点|藏身处|活动规律|社会关系|信用评价|诚信积分|"
    "诚信档案|junkie|ex convict|on probation|falun gong|dissident|high risk person|problem youth|red code|tipster|whistleblower|snitch|troublemaker|"
    "ringleader|police record|convictions|trust score|risk score of|opinion leader|face watch|falungong|credit of villagers|villager credit";
constexpr std::string_view tags_alone =
    "线人|耳目|在逃|舆情|情报|列管|在控|脱管|维族|回族|藏族|少数民族成员|重点人|邪教|精神病|红码|muslim|uyghur|tibetan";

constexpr std::string_view identifying_words =
    "姓名|人名|名字|姓氏|身份证|身份号码|证件号|手机号|电话号|微信|住址|家庭地址|户籍|户口|籍贯|国籍|车牌|号牌|"
    "车架号|驾驶证|指纹|虹膜|声纹|体貌|出生日期|出生年月|出生地|婚姻状况|血型|病史|病历|学历|银行卡|银行账号|"
    "社保号|手机串号|网名|昵称|个人信息|full name|person name|name of person|persons name|first name|last name|family name|given name|"
    "applicant name|surname|nickname|name of owner|owner name|name of driver|driver name|id card|identity card|id number|id no|id num|identity "
    "number|"
    "identity no|identification number|citizen number|national id|resident id|personal number|social security|phone number|phone no|mobile number|"
    "mobile phone|mobile no|cell phone|telephone number|passport number|passport no|wechat|home address|household register|hukou|plate number|plate "
    "no|"
    "number plate|licence plate|license plate|car plate|vehicle registration|driving licence|driver licence|driver license|vin|imei|imsi|fingerprint|"
    "iris scan|voiceprint|date of birth|birth date|birthday|birthplace|nationality|marital status|blood type|medical history|medical record|bank "
    "account|"
    "bank card|personal data|personal "
    "information|xingming|mingzi|shenfenzheng|shenfenzhenghao|sfz|sfzh|sfzhm|chepai|chepaihao|haopai|shoujihao|dianhuahao|"
    "dianhuahaoma|jiatingzhuzhi|huji|zhiwen|chushengriqi|weixin|weixinhao|huzhao|居住证|暂住证|行驶证|车辆号码|车辆牌照|机动车牌照|"
    "支付宝|通话记录|乘车记录|消费记录|开房记录|通讯地址|文化程度|婚否|残疾情况|信教|党派|指印|衣着|相貌|身高|"
    "人员编号|人员类别|群主|identity document|alipay|clothing|marital|education level|disability|call records|travel records|owner of the car|"
    "owner of the vehicle|owner of the house|health condition|party membership|personal credit|call log|travel history|spending record|household "
    "head|"
    "head of household|thumbprint|residence permit|names of the dead|who reported|representative name|驾照|车号|牌照号|证号|公民号码|"
    "身份信息|工号|学号|学籍号|曾用名|绰号|外号|化名|尊姓大名|头像|脸部|面部|居住地址|现居地|暂住地|住处|"
    "whereabouts|username|whatsapp|ip address|car number|vehicle no|reg number|mugshot|selfie|portrait of|id photo|copy of id|identity "
    "paper|appearance|"
    "tattoo";
constexpr std::string_view identifying_alone =
    "工作单位|收入|民族|宗教|岁数|身份|生日|sex|gender|age|ethnicity|ethnic group|religion|identity|xingbie|nianling|minzu|职业|健康状况|签名|"
    "工资收入|occupation|health|signature|dna|salary|education|谁|是谁|称呼|贵姓|全名|本名|姓|名|证件|账号|用户名|号码|dob|"
    "race|faith|names";

constexpr std::string_view attribute_words =
    "性别|年龄|信用分|上访次数|是否吸毒|是否涉毒|是否上访|是否精神病|是否党员|是否少数民族|稳控等级|管控等级|个人风险等级";

constexpr std::string_view showing_words = "护照|passport|plate|face";

constexpr std::string_view hint_words =
    "电话|手机|联系人|联系方式|邮箱|名单|名册|contact|phone|telephone|e mail|email|list of names|name list|roster|lianxidianhua|lianxiren|"
    "dianhua|shouji|zhuzhi|qq|直播账号|社交账号|网络账号|联系号码|联络方式|座机|扣扣|企鹅号|微博账号|抖音号|tel|cell";
constexpr std::string_view hints_alone = "mobile|name and number";

constexpr std::string_view group_words =
    "居民|村民|租户|租客|住客|旅客|顾客|访客|来访人|流动人口|外来人口|暂住人口|常住人口|当事人|报警人|报告人|"
    "举报人|上访人|信访人|反映人|投诉人|申请人|求助人|购买人|购货人|购买者|买家|业主|户主|房东|房主|房客|"
    "承租人|出租人|入住人|住户|车主|司机|驾驶员|驾驶人|乘客|受害人|受害者|被害人|死者|伤者|伤员|肇事者|肇事人|"
    "目击者|证人|监护人|家属|亲属|寄件人|收件人|失踪人|走失人|网民|resident|tenant|lodger|lessee|guest|customer|visitor|migrant|"
    "caller|person|buyer|purchaser|landlord|householder|house owner|car owner|vehicle owner|victim|deceased|witness|witnesses|next of kin|guardian|"
    "complainant|petitioner|claimant|missing person|yezhu|zuke|fangdong|孤寡老人|留守儿童|低保户|五保户|贫困户|人员情况|"
    "人员基本情况|入住登记|住宿登记|来访登记|出入登记|原告|被告|双方当事人|当事双方|consignee|recipient|plaintiff|"
    "defendant|respondent|courier|locksmith|family member|relatives|refugee|foreigner|minor child|eyewitness|nanny|foreign national|elderly living "
    "alone|"
    "internet cafe user|信访户|涉访户|邻居|承租方|出租方|夫妻|卖家|买方|卖方|宅主|牵头领导|接访领导|体温|酒驾|姓甚名谁|本人签字|home "
    "owner|homeowner|spouse|headmaster|legal representative|left behind child|left behind children|community corrections|floating "
    "population|chauffeur|veteran|party member|native place|registered residence|employer|body temperature|credit score|whose house|complained "
    "about|nail household|drink driver|打架双方|涉事人|相关人|店主|店长|老板|摊主|包工头|骑手|快递小哥|班主任|嘉宾|主播|配偶|子女|"
    "丈夫|妻子|家庭情况|家庭关系|独居|特困户|失独|人员底数|人员摸底|人员摸排|人员动向|走访对象|帮扶对象|"
    "谈话对象|约谈对象|调查对象|询问对象|处罚对象|监管对象|shopkeeper|shop owner|husband|wife|protester|activist|blogger|"
    "suspicious man|suspicious people|fugitive|accused|convict|beggar|widow|who complained|who lives|reported by|bought by";

constexpr std::string_view nouns =
    "学生|员工|职工|教师|老师|老人|儿童|家长|会员|游客|群众|人员|人口|患者|病人|党员|干部|从业人员|信徒|个人|"
    "student|pupil|employee|worker|staff|member|citizen|patient|child|children|elderly|owner|driver|passenger|relative|applicant|people|personnel|"
    "household|individual|population|inhabitant|occupant|believer|保姆|未成年人|妇女|user|prisoner|neighbour|neighbor|minor|poster|reporter|sender|"
    "志愿者|网格员|工人";

constexpr std::string_view words_for_files =
    "信息|资料|档案|名册|花名册|名单|登记|台账|底册|明细|清单|画像|照片|姓名|名字|数据库|采集|积分|评分|轨迹|"
    "去向|name|register|registry|file|list|record|profile|details|data|database|info|information|photo|ledger|id|contact|score|movements|特征|"
    "description|feature|involved";

constexpr std::string_view harmless =
    "项目经理部|承租方式|出租方式|承租方案|出租方案|买方市场|卖方市场|体温检测|体温计|夫妻店|酒驾查处|酒驾整治|酒驾检查|酒驾夜查|使用年龄|设备年龄|"
    "建筑年龄|"
    "房屋年龄|前科室|前科技|前科学|前科研|前科目|沿线人员|护照明|用户口|信号牌|编号牌|门号牌|房号牌|楼号牌|栋号牌|"
    "桩号牌|杆号牌|桌号牌|座号牌|法人名称|指纹锁|微信公众号|微信工作群|居民小区|居民楼|居民点|居民区|"
    "居民住宅|居民委员会|居民用|居委会|村民小组|村民委员会|村民会议|村民房|村民居|旅客列车|旅客运输|乘客电梯|"
    "业主单位|业主委员会|业主大会|家属院|家属区|家属楼|公司机|停车主|通车主|行车主|车主要|房主要|房主体|"
    "户主要|房东侧|房东面|房东南|房东北|房东门|房东墙|电网民用|保证人员|公证人员|认证人员|持证人员|电话线|"
    "电话亭|电话机房|电话交换|电话系统|调度电话|报警电话|值班电话|应急电话|热线电话|手机店|手机卖场|手机信号|"
    "手机维修|手机柜|手机充电|手机屏蔽|检查名单|隐患名单|企业名单|单位名单|场所名单|物品名单|设备名单|rock face|"
    "cliff face|slope face|working face|coal face|wall face|tunnel face|face mask|face shield|face to face|exit plate|house number plate|name plate|"
    "steel plate|base plate|cover plate|plate glass|mobile crane|mobile stage|mobile toilet|mobile unit|mobile post|mobile phone shop|mobile phone "
    "signal|"
    "mobile phone mast|phone shop|phone line|telephone line|telephone exchange|phone box|emergency phone|passport office|contact voltage|contact "
    "point|"
    "suspect package|suspect parcel|suspect item|suspect object|suspect device|suspect vehicle|household waste|访客系统|访客通道|访客中心|"
    "顾客通道|顾客服务|旅客通道|乘客通道|门户口|visitor system|visitor entrance|visitor centre|visitor center|customer entrance|"
    "customer service|guest room|guest house|face of the|contact with|旅客流量|疏散人员|黑名单制度|企业黑名单|黑名单企业|"
    "重点人员密集|走失精神病人|不良人|嫌疑人逃逸";

// What a label ends with that names somebody: 领取人, 目击者, 安全员, 住宿人员.
constexpr std::string_view ends_of_people = "人|者|员|学生|儿童|老人|妇女|少年|人士";
constexpr std::string_view ends_of_things = "机器人|无人|法人|行人|多人|稻草人|成员单位|动员|复员|满员|超员|定员|减员|人人|本人";

// What a choice ends with that sorts people, whatever stands before it: 未成年人; and what does so but for duties and counts: 境外 人员.
constexpr std::string_view ends_of_sorts =
    "未成年人|无业人员|残疾人|外国人|刑满人员|失业人员|艾滋病人|精神病人|独居老人|孤寡老人|信教群众|退休干部|维吾尔族|藏族|回族|蒙古族|壮族|苗族|"
    "彝族|"
    "农民工|老年人|少数民族|汉族|满族|傣族|侗族|信访户|涉访户|流动人口|暂住人口|常住人口|境外人员|境内人员|外籍人员|五保户|贫困户|低保户|特困户|"
    "困难户|拆迁户|上访户|租房户|独居户|失独户|罪犯|惯犯|逃犯|嫌犯|"
    "抢劫犯|杀人犯|大学生|孕产妇";
constexpr std::string_view ends_of_classes =
    "人员|人士|人群|群体|分子|对象|患者|病人|者|青年|少年|学生|儿童|老人|妇女|产妇|子女|家庭|军人|工人|人口|成员|党员|保姆|司机|骑手|"
    "快递员|律师|记者|租客|业主|房客|领袖|教徒|信徒|人";
constexpr std::string_view alone_of_sorts = "吸毒|上访|信访|男|女|男性|女性|矫正|信教|黄码|红码|绿码|艾滋|残疾|贫困|低保|单亲|离异|有前科|精障";
constexpr std::string_view in_classes = "极端倾向|精障|暴力倾向|自杀倾向|曾被|性格|债务缠身|经常上访|多次上访|户籍|多次报警|报复社会";
constexpr std::string_view ends_of_no_class =
    "无人|多人|一人|伤人|打人|咬人|救人|撞人|死人|砸人|扰人|前者|后者|或者|组成员|委员会成员|法人|自然人|行人|机器人|个人|他人|本人|人人|商户|用户|"
    "农户|窗户|门户|账户|帐户|个体户|经营户|养殖户|种植户|散户|"
    "保护对象|检查对象|服务对象|整治对象|治理对象|责任人|管理人|负责人|代表人|委托人|见证人|管理者|经营者|消费者|生产者|销售者|劳动者|所有者|使用者|"
    "志愿者|用人|成员单位|单位成员|其他人员|全体人员|有关人员|相关人员|单位人员|本单位人员|外单位人员";
constexpr std::string_view in_no_class =
    "值班|值守|安保|保安|执法|巡查|巡逻|管理|工作人员|从业|施工|作业|操作|技术|救援|医护|消防|看护|驻点|救生|检查|疏散|接送|护送|运送|搭载|"
    "无|未|缺|不足|不|伤亡|受伤|死亡|被困|落水|超员|拥挤|聚集|密集|多人|配备|培训|调解|网格|专职|兼职|服务";

// What stands behind a word for people and makes a place, a device or a duty of it: 顾客 通道, "customer entrance".
constexpr std::string_view things_behind =
    "通道|疏散|入口|出口|停车|车位|休息|等候|候车|席位|区域|阳台|楼|门|电梯|系统|设备|设施|机柜|读卡|阅读|识别系统|"
    "识别设备|识别道闸|识别闸机|识别闸|制度|登记制度|公示|公示牌|窗口|遮挡|颜色|点位|意见|出行|用水|饮水|道路|"
    "会议|议事|自治|代表大会|代表会|自建房|专有|学校|培训|服务|委员会|中心|流量|流线|违停|席|室|厅|派出所|考场|"
    "检验|船舶|盗刷|收款|教育机构|限高|限制牌|要求|抓拍图|抓拍照|抓拍人|entrance|exit|lift|capacity|car|committee|flow|camera|"
    "reader|office|lock|rail|unit|company|station|shop|centre|center|locker|shelter|system|ramp|access|line|pole|repair|signal|control|fraud|gate|"
    "wiring|"
    "leak|bag|roster";
// What stands before a telephone that is a place's.
constexpr std::string_view places_before = "室|站|所|中心|热线|值班|监督|举报|报警|火警|应急|单位|公司|机房|服务|hotline|room|duty|emergency|office";

constexpr std::string_view words_of_denial =
    "隐去|去除|遮盖|不公开|不发布|不发|不提|不透露|不传|不含|不记|不写|不看|不填|不留|不登记|不收集|不采集|不得|不要|勿|禁止|无需|without|no|not|"
    "never|nor|neither|don";

std::vector<std::string_view> parts_of(std::string_view list) { return base::split(list, '|'); }

void add(std::vector<person_word>& to, std::string_view list, person_sort sort, bool whole = false) {
  for (const auto word : parts_of(list)) to.push_back({.word = word, .sort = sort, .whole = whole});
}

std::vector<person_word> all_words() {
  std::vector<person_word> out;
  add(out, duty_words, person_sort::duty);
  add(out, duties_alone, person_sort::duty, true);
  add(out, tag_words, person_sort::tags);
  add(out, tags_alone, person_sort::tags, true);
  add(out, attribute_words, person_sort::attribute);
  add(out, identifying_words, person_sort::identifies);
  add(out, identifying_alone, person_sort::identifies, true);
  add(out, showing_words, person_sort::shows);
  add(out, hint_words, person_sort::hints);
  add(out, hints_alone, person_sort::hints, true);
  add(out, group_words, person_sort::group);
  add(out, nouns, person_sort::noun);
  return out;
}

}  // namespace

std::span<const person_word> person_words() {
  static const auto words = all_words();
  return words;
}

std::span<const std::string_view> file_words() {
  static const auto words = parts_of(words_for_files);
  return words;
}

std::span<const std::string_view> harmless_names() {
  static const auto words = parts_of(harmless);
  return words;
}

bool ends_as_people(std::string_view han) {
  static const auto people = parts_of(ends_of_people), things = parts_of(ends_of_things);
  const auto ends = [&](std::string_view end) { return han.size() > end.size() && han.ends_with(end); };
  const auto ends_or_is = [&](std::string_view end) { return han.ends_with(end); };
  return std::ranges::any_of(people, ends) && std::ranges::none_of(things, ends_or_is);
}

bool sorts_people(std::string_view han) {
  static const auto sorts = parts_of(ends_of_sorts), classes = parts_of(ends_of_classes), states = parts_of(in_classes);
  static const auto no_ends = parts_of(ends_of_no_class), no_parts = parts_of(in_no_class);
  const auto ends = [&](std::string_view end) { return han.ends_with(end); };
  const auto holds = [&](std::string_view part) { return han.find(part) != std::string_view::npos; };
  static const auto alone = parts_of(alone_of_sorts);
  if (std::ranges::find(alone, han) != alone.end()) return true;
  if (std::ranges::any_of(sorts, ends) || std::ranges::any_of(states, holds)) return true;
  const auto ends_behind = [&](std::string_view end) { return han.size() > end.size() && han.ends_with(end); };  // 学生 alone is an audience
  return std::ranges::any_of(classes, ends_behind) && std::ranges::none_of(no_ends, ends) && std::ranges::none_of(no_parts, holds);
}

std::span<const std::string_view> thing_words() {
  static const auto words = parts_of(things_behind);
  return words;
}

std::span<const std::string_view> place_words() {
  static const auto words = parts_of(places_before);
  return words;
}

std::span<const std::string_view> denials() {
  static const auto words = parts_of(words_of_denial);
  return words;
}

}  // namespace matter
